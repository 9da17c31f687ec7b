package dev.perplex.lm.spark;

import dev.perplex.cluster.MemoryBlocks.Place;
import java.io.Serializable;
import java.util.List;

/**
 * What the driver knows of a round that is over, for those who go on from it.
 *
 * @param workersAt by worker, who has its change and its state
 * @param partsAt by part, who has its step and its state; empty where executors merge themselves
 * @param shares by worker, in the mean change; 0 for one that was left out
 * @param mean whether the mean of the parameters over rounds is kept
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared
record LastRound(List<Place> workersAt, List<Place> partsAt, double[] shares, Mean mean)
    implements Serializable {

  /** Nobody knows. */
  static final LastRound NONE = new LastRound(List.of(), List.of(), new double[0], Mean.NONE);

  /** What is averaged beside the steps. */
  enum Mean {
    NONE,
    KEPT
  }

  boolean isKnown() {
    return shares.length > 0;
  }

  Place workerAt(int worker) {
    return workersAt.isEmpty() ? null : workersAt.get(worker);
  }

  Place partAt(int part) {
    return partsAt.isEmpty() ? null : partsAt.get(part);
  }

  LastRound with(List<Place> parts) {
    return new LastRound(workersAt, parts, shares, mean);
  }
}
