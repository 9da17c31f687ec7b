package dev.perplex.lm.spark;

import dev.perplex.lm.fused.Tensor;
import dev.perplex.lm.rounds.Lanes;
import dev.perplex.lm.rounds.PartState;
import dev.perplex.lm.rounds.RoundModel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
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
  private final ConcurrentLinkedDeque<RoundModel> idle = new ConcurrentLinkedDeque<>();
  private final Map<Integer, Lanes> lanes = new ConcurrentHashMap<>();

  private SharedParameters(FusedPlan plan) {
    this.plan = plan;
    this.global = new GlobalParameters(plan);
  }

  /** Work on the parameters as a round starts with them. They do not change meanwhile. */
  interface Work<R> {
    R on(List<Tensor> parameters, SharedParameters shared) throws RoundLost;
  }

  static <R> R with(FusedPlan plan, RoundBlocks blocks, RoundStart start, Work<R> work)
      throws RoundLost {
    SharedParameters shared = of(plan);
    shared.bringTo(start, blocks);
    try {
      return work.on(shared.global.tensors(), shared);
    } finally {
      shared.lock.readLock().unlock();
    }
  }

  private static synchronized SharedParameters of(FusedPlan plan) {
    if (last == null || !last.plan.name().equals(plan.name())) {
      last = new SharedParameters(plan);
    }
    return last;
  }

  /** Gives up what a training that has ended left. */
  static synchronized void clear(String name) {
    if (last != null && last.plan.name().equals(name)) {
      last = null;
    }
  }

  /** A part's state as the round starts with it, where executors merge themselves. */
  PartState state(int part) {
    return global.state(part);
  }

  RoundModel model() {
    RoundModel model = idle.pollFirst();
    return model == null ? plan.models().create() : model;
  }

  /** Gives back a model that did not fail. */
  void idle(RoundModel model) {
    idle.addFirst(model);
  }

  Lanes lanes(int worker) {
    return lanes.computeIfAbsent(
        worker, each -> new Lanes(plan.text(), plan.ids(), each, plan.restarts()));
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
