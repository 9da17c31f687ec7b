package dev.perplex.lm.spark;

import dev.perplex.lm.fused.Tensor;
import dev.perplex.lm.rounds.Lanes;
import dev.perplex.lm.rounds.PartState;
import dev.perplex.lm.rounds.RoundModel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The global parameters in one executor JVM, shared by its cores, and each core's own model. From
 * round to round they take the steps that the round before ended with; where they are not so far,
 * they are read from the checkpoint, and where that is no help either, the round is lost.
 */
final class SharedParameters {
  private static SharedParameters last;

  private final FusedPlan plan;
  private final GlobalParameters global;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final ReadyModels models;
  private final Map<Integer, Lanes> lanes = new ConcurrentHashMap<>();
  private MergeAhead ahead; // of the last round that was trained here

  private SharedParameters(FusedPlan plan) {
    this.plan = plan;
    this.global = new GlobalParameters(plan);
    this.models = new ReadyModels(plan.models());
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
      return work.on(shared.global.tensors(), shared);
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
    try (AskedChanges changes = global.ask(round, trained, blocks)) {
      changes.await();
      lock.writeLock().lock();
      try {
        if (global.rounds() == round) {
          global.goOn(changes, trained);
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
      if (global.rounds() == round) {
        models.prepare(round, global.tensors());
      }
    } finally {
      lock.readLock().unlock();
    }
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
      ended.finishOthersThan(GlobalParameters.NOTHING);
    }
  }

  /** A part's state as the round starts with it, where executors merge themselves. */
  PartState state(int part) {
    return global.state(part);
  }

  /** A model with the parameters as the round starts with them; to be called in {@link Work}. */
  RoundModel model() {
    return models.take(global.rounds(), global.tensors());
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
      if (global.rounds() == start.round()) {
        return;
      }
      // A read lock cannot become a write lock: another task may go first, hence the loop.
      lock.readLock().unlock();
      lock.writeLock().lock();
      try {
        if (global.rounds() != start.round()) {
          global.bring(start, blocks);
        }
      } finally {
        lock.writeLock().unlock();
      }
    }
  }
}
