package dev.perplex.lm.spark;

import dev.perplex.cluster.AskedBlock;
import dev.perplex.lm.fused.Tensor;
import dev.perplex.lm.rounds.PartMerge;
import dev.perplex.lm.rounds.PartState;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The global parameters in one JVM, and, where executors merge themselves, what the outer step
 * keeps beside them. {@link SharedParameters} says who may touch them when.
 */
final class GlobalParameters {
  /** So far from each round that no round's step leads there. */
  private static final int NOTHING = Integer.MIN_VALUE;

  private final FusedPlan plan;
  private final List<Tensor> tensors;
  private final PartMerge merge;
  private final PartState[] states; // by part, where executors merge themselves
  private int rounds; // done in the tensors

  GlobalParameters(FusedPlan plan) {
    this.plan = plan;
    this.tensors = plan.models().start();
    this.merge = plan.merge();
    this.states = new PartState[plan.layout().parts()];
    Arrays.fill(states, PartState.START);
  }

  List<Tensor> tensors() {
    return tensors;
  }

  /** Rounds done in them; {@link #NOTHING} where something failed half-way. */
  int rounds() {
    return rounds;
  }

  /** A part's state, where executors merge themselves. */
  PartState state(int part) {
    return states[part];
  }

  /**
   * Goes on to where a round starts: by the step of the round before, or from the checkpoint.
   *
   * @throws RoundLost where neither leads there
   */
  void bring(RoundStart start, RoundBlocks blocks) throws RoundLost {
    int from = rounds;
    rounds = NOTHING; // if it fails half-way, nobody may use the tensors
    if (from != start.round() - 1 || !took(start, blocks)) {
      if (start.stored() < start.round() - 1) {
        throw new RoundLost(
            "the parameters after " + start.round() + " rounds, of an executor that came later");
      }
      load(start);
      if (!start.isStored()) {
        take(start, blocks);
      }
    }
    rounds = start.round();
  }

  /**
   * @return false where the step is gone, as after a lost driver, and the checkpoint can help
   */
  private boolean took(RoundStart start, RoundBlocks blocks) throws RoundLost {
    try {
      take(start, blocks);
      return true;
    } catch (RoundLost e) {
      if (start.isStored()) {
        return false;
      }
      throw e;
    }
  }

  private void take(RoundStart start, RoundBlocks blocks) throws RoundLost {
    int round = start.round() - 1;
    LastRound last = start.last();
    if (!last.isKnown()) {
      throw new RoundLost("who did round " + start.round());
    }
    if (plan.mergesEverywhere()) {
      merge(round, last, blocks);
    } else {
      step(round, last, blocks);
    }
  }

  private void merge(int round, LastRound last, RoundBlocks blocks) throws RoundLost {
    boolean mean = last.mean() == LastRound.Mean.KEPT;
    List<Integer> parts = IntStream.range(0, states.length).boxed().toList();
    try (AskedChanges changes = blocks.changes(round, parts, last)) {
      for (int part : parts) {
        Iterator<PartMerge.Weighted> inWorkerOrder = changes.of(part).iterator();
        states[part] = merge.take(part, inWorkerOrder, states[part], tensors, mean);
      }
    }
  }

  private void step(int round, LastRound last, RoundBlocks blocks) throws RoundLost {
    List<AskedBlock> steps = blocks.steps(round, plan.layout().parts(), last);
    try {
      for (int part = 0; part < steps.size(); part++) {
        AskedBlock step = steps.get(part);
        if (!step.isThere()) {
          throw new RoundLost(step.name());
        }
        merge.apply(part, step::open, tensors);
      }
    } finally {
      steps.forEach(AskedBlock::close);
    }
  }

  private void load(RoundStart start) {
    if (start.parts().isEmpty()) {
      List<Tensor> fresh = plan.models().start();
      for (int i = 0; i < tensors.size(); i++) {
        float[] values = fresh.get(i).values();
        System.arraycopy(values, 0, tensors.get(i).values(), 0, values.length);
      }
      Arrays.fill(states, PartState.START);
      return;
    }
    for (int part = 0; part < plan.layout().parts(); part++) {
      PartState.Stored stored = PartState.fromBytes(plan.files().read(start.parts().get(part)));
      plan.layout().scatter(part, stored.parameters(), tensors);
      states[part] = plan.mergesEverywhere() ? stored.state() : PartState.START;
    }
  }
}
