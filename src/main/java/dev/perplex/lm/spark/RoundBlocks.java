package dev.perplex.lm.spark;

import dev.perplex.cluster.AskedBlock;
import dev.perplex.cluster.MemoryBlocks;
import dev.perplex.lm.rounds.PartState;
import dev.perplex.lm.rounds.WorkerState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.broadcast.Broadcast;

/**
 * What rounds leave in executors' memory. Names hold the round, and a name's content is a function
 * of the settings alone: a task that runs twice, or a round that is done again, leaves the same.
 */
final class RoundBlocks {
  private final FusedPlan plan;
  private final MemoryBlocks blocks;

  RoundBlocks(Broadcast<FusedPlan> plan) {
    this.plan = plan.value();
    this.blocks = new MemoryBlocks(plan);
  }

  /** Forgets what no later round than this one's predecessors can need. */
  void clear(int round) {
    blocks.remove(last -> last < round);
  }

  /** A worker's change; read at the round's end, or at the start of the next one. */
  void change(int round, int worker, int part, byte[] bytes) {
    blocks.put(change(round, worker, part), round + 1, bytes);
  }

  /** Asks for the changes that have a share. */
  AskedChanges changes(int round, List<Integer> parts, LastRound of) {
    List<List<AskedBlock>> asked = new ArrayList<>();
    for (int worker = 0; worker < of.shares().length; worker++) {
      List<String> names = new ArrayList<>();
      for (int part : of.shares()[worker] > 0 ? parts : List.<Integer>of()) {
        names.add(change(round, worker, part));
      }
      asked.add(blocks.ask(names, of.workerAt(worker)));
    }
    return new AskedChanges(asked, of.shares());
  }

  private static String change(int round, int worker, int part) {
    return "change_" + round + "_" + worker + "_" + part;
  }

  /** The step that a round ended with; the next round starts by taking it. */
  void step(int round, int part, byte[] bytes) {
    blocks.put("step_" + round + "_" + part, round + 1, bytes);
  }

  /** Asks for the steps of all parts. */
  List<AskedBlock> steps(int round, int parts, LastRound of) {
    List<AskedBlock> asked = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      asked.addAll(blocks.ask(List.of("step_" + round + "_" + part), of.partAt(part)));
    }
    return asked;
  }

  /** A worker's state as a round starts with it. */
  void worker(int round, int worker, WorkerState state) {
    blocks.putValue("worker_" + round + "_" + worker, round, state);
  }

  WorkerState worker(RoundStart start, int worker) throws RoundLost {
    boolean stored = start.isStored();
    if (stored && (start.workers().isEmpty() || start.workers().get(worker) == null)) {
      return WorkerState.FRESH; // also where the state that ran away is still held somewhere
    }
    Optional<WorkerState> held =
        blocks.value(
            "worker_" + start.round() + "_" + worker,
            WorkerState.class,
            start.last().workerAt(worker));
    if (held.isPresent() || !stored) {
      return held.orElseThrow(() -> new RoundLost("the state of worker " + worker));
    }
    return WorkerState.fromBytes(plan.files().read(start.workers().get(worker)));
  }

  /** A part's state as a round starts with it. */
  void part(int round, int part, PartState state) {
    blocks.putValue("part_" + round + "_" + part, round, state);
  }

  PartState part(RoundStart start, int part) throws RoundLost {
    Optional<PartState> held =
        blocks.value(
            "part_" + start.round() + "_" + part, PartState.class, start.last().partAt(part));
    if (held.isPresent() || !start.isStored()) {
      return held.orElseThrow(() -> new RoundLost("the state of part " + part));
    }
    return start.parts().isEmpty()
        ? PartState.START
        : PartState.fromBytes(plan.files().read(start.parts().get(part))).state();
  }
}
