package dev.perplex.lm.spark;

import dev.perplex.cluster.AskedBlock;
import dev.perplex.lm.fused.Tensor;
import dev.perplex.lm.rounds.Lanes;
import dev.perplex.lm.rounds.PartMerge;
import dev.perplex.lm.rounds.PartState;
import dev.perplex.lm.rounds.RoundModel;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.IntStream;

/**
 * The global parameters in one executor JVM, shared by its cores, and each core's own model. From
 * round to round they take the steps that the round before ended with; where they are not so far,
 * they are read from the checkpoint, and where that is no help either, the round is lost.
 */
final class SharedParameters {
  private static SharedParameters last;

  /** So far from each round that no round's step leads there. */
  private static final int NOTHING = Integer.MIN_VALUE;

  private final FusedPlan plan;
  private final List<Tensor> tensors;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final ReadyModels models;
  private final Map<Integer, Lanes> lanes = new ConcurrentHashMap<>();
  private final PartMerge merge;
  private final PartState[] states; // by part, where executors merge themselves
  private int rounds; // done in the tensors
  private MergeAhead ahead; // of the last round that was trained here

  private SharedParameters(FusedPlan plan) {
    this.plan = plan;
    this.tensors = plan.models().start();
    this.models = new ReadyModels(plan.models());
    this.merge = plan.merge();
    this.states = new PartState[plan.layout().parts()];
    Arrays.fill(states, PartState.START);
    this.rounds = 0;
  }

  /** Work on the parameters as a round starts with them. They do not change meanwhile. */
  interface Work<R> {
    R on(List<Tensor> parameters, SharedParameters shared) throws RoundLost;
  }

  static <R> R with(FusedPlan plan, RoundBlocks blocks, RoundStart start, Work<R> work)
      throws RoundLost {
    SharedParameters shared = of(plan);
    shared.finishOthersThan(start.round());
    shared.bringTo(start, blocks);
    try {
      return work.on(shared.tensors, shared);
    } finally {
      shared.lock.readLock().unlock();
    }
  }

  /** Merges a round in the background when all workers have told that they are done. */
  static void mergeWhenAllAreDone(
      FusedPlan plan, RoundBlocks blocks, int round, LastRound.Mean mean) {
    SharedParameters shared = of(plan);
    synchronized (shared) {
      MergeAhead begun = shared.ahead;
      if (begun == null || begun.round() != round) {
        shared.ahead = new MergeAhead(shared, blocks, round, plan.workers(), mean).begin();
      }
    }
  }

  /** A round is about to start: what is still at work on another one has all it can get. */
  private void finishOthersThan(int round) {
    MergeAhead begun;
    synchronized (this) {
      begun = ahead;
    }
    if (begun != null && begun.round() != round) {
      begun.finish();
    }
  }

  /**
   * Goes on to the next round, if the parameters are still at the start of this one.
   *
   * @throws RoundLost where a change is missing; the parameters are as they were
   */
  void mergeAhead(int round, LastRound trained, RoundBlocks blocks) throws RoundLost {
    try (AskedChanges changes = blocks.changes(round, parts(), trained)) {
      changes.await();
      lock.writeLock().lock();
      try {
        if (rounds == round) {
          rounds = NOTHING; // if it fails half-way, nobody may use the tensors
          merge(changes, trained);
          rounds = round + 1;
        }
      } finally {
        lock.writeLock().unlock();
      }
    }
    makeReady(round + 1);
  }

  /** Loads a model that the next round will ask for, if there is one. */
  private void makeReady(int round) {
    lock.readLock().lock();
    try {
      if (rounds == round) {
        models.prepare(round, tensors);
      }
    } finally {
      lock.readLock().unlock();
    }
  }

  private List<Integer> parts() {
    return IntStream.range(0, plan.layout().parts()).boxed().toList();
  }

  private static synchronized SharedParameters of(FusedPlan plan) {
    if (last == null || !last.plan.name().equals(plan.name())) {
      last = new SharedParameters(plan);
    }
    return last;
  }

  /** Gives up what a training that has ended left. */
  static void clear(String name) {
    SharedParameters ended = null;
    synchronized (SharedParameters.class) {
      if (last != null && last.plan.name().equals(name)) {
        ended = last;
        last = null;
      }
    }
    if (ended != null) {
      ended.finishOthersThan(NOTHING);
    }
  }

  /** A part's state as the round starts with it, where executors merge themselves. */
  PartState state(int part) {
    return states[part];
  }

  /** A model with the parameters as the round starts with them; to be called in {@link Work}. */
  RoundModel model() {
    return models.take(rounds, tensors);
  }

  /** Gives back a model that did not fail, and has trained. */
  void idle(RoundModel model) {
    models.giveBack(model);
  }

  Lanes lanes(int worker) {
    return lanes.computeIfAbsent(worker, each -> new Lanes(plan.text(), plan.ids(), each));
  }

  /** Returns with the read lock held, and the parameters as the round starts with them. */
  @SuppressWarnings("LockNotBeforeTry") // the caller unlocks
  private void bringTo(RoundStart start, RoundBlocks blocks) throws RoundLost {
    while (true) {
      lock.readLock().lock();
      if (rounds == start.round()) {
        return;
      }
      // A read lock cannot become a write lock: another task may go first, hence the loop.
      lock.readLock().unlock();
      lock.writeLock().lock();
      try {
        if (rounds != start.round()) {
          bring(start, blocks);
        }
      } finally {
        lock.writeLock().unlock();
      }
    }
  }

  private void bring(RoundStart start, RoundBlocks blocks) throws RoundLost {
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
    try (AskedChanges changes = blocks.changes(round, parts(), last)) {
      merge(changes, last);
    }
  }

  private void merge(AskedChanges changes, LastRound last) throws RoundLost {
    boolean mean = last.mean() == LastRound.Mean.KEPT;
    for (int part = 0; part < states.length; part++) {
      Iterator<PartMerge.Weighted> inWorkerOrder = changes.of(part).iterator();
      states[part] = merge.take(part, inWorkerOrder, states[part], tensors, mean);
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
