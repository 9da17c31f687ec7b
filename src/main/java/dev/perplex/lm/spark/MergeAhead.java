package dev.perplex.lm.spark;

import dev.perplex.cluster.MemoryBlocks.Place;
import dev.perplex.lm.rounds.RoundShares;
import dev.perplex.lm.rounds.WorkerFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The merge of a round in one executor, as soon as all its workers have told that they are done:
 * the driver hears of it meanwhile, and starts the next round. Who counts is a function of what the
 * workers tell, so that the driver comes to the same. Where something is missing, nothing happens,
 * and the next round's task merges.
 */
final class MergeAhead implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(MergeAhead.class);

  /** Waiting for the slowest worker looks at once, then more and more rarely. */
  private static final long FIRST_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

  private static final long LAST_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long MOST_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final SharedParameters shared;
  private final RoundBlocks blocks;
  private final int round;
  private final int workers;
  private final LastRound.Mean mean;
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile boolean late;

  /**
   * @param round rounds done before the one that is to be merged
   * @param workers of the training
   */
  MergeAhead(
      SharedParameters shared, RoundBlocks blocks, int round, int workers, LastRound.Mean mean) {
    this.shared = shared;
    this.blocks = blocks;
    this.round = round;
    this.workers = workers;
    this.mean = mean;
  }

  int round() {
    return round;
  }

  /** In a thread of its own, for its tasks may not be held up. */
  MergeAhead begin() {
    Thread thread = new Thread(this, "merge-" + round);
    thread.setDaemon(true);
    thread.start();
    return this;
  }

  /**
   * Nobody is to be waited for any longer; returns when the parameters are not touched any more.
   */
  void finish() {
    late = true;
    boolean interrupted = false;
    while (true) {
      try {
        over.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true; // a task that is killed: it may end when this has
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void run() {
    try {
      List<RoundOutcome<WorkerFigures>> told = told();
      if (told.size() == workers) {
        merge(told);
      }
      blocks.forgetTold(round, workers);
    } catch (RoundLost lost) {
      LOG.info("Round {} is not merged ahead: {} is gone", round + 1, lost.getMessage());
    } catch (RuntimeException e) {
      LOG.warn("Round {} could not be merged ahead", round + 1, e);
    } finally {
      over.countDown();
    }
  }

  private void merge(List<RoundOutcome<WorkerFigures>> told) throws RoundLost {
    RoundShares shares = RoundShares.of(told.stream().map(RoundOutcome::value).toList());
    if (!shares.isEmpty()) {
      List<Place> places = RoundOutcome.places(told);
      shared.mergeAhead(round, new LastRound(places, List.of(), shares.shares(), mean), blocks);
    }
  }

  /** What the workers tell, in their order; fewer where it grew late before all had. */
  private List<RoundOutcome<WorkerFigures>> told() {
    List<RoundOutcome<WorkerFigures>> told = new ArrayList<>();
    long began = System.nanoTime();
    long pause = FIRST_NANOS;
    while (told.size() < workers) {
      Optional<RoundOutcome<WorkerFigures>> next = blocks.told(round, told.size());
      if (next.isPresent()) {
        told.add(next.get());
      } else if (late || System.nanoTime() - began > MOST_NANOS) {
        return told;
      } else {
        LockSupport.parkNanos(pause);
        pause = Math.min(LAST_NANOS, pause + pause / 4);
      }
    }
    return told;
  }
}
