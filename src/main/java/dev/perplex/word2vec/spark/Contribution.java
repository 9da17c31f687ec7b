package dev.perplex.word2vec.spark;

import dev.perplex.word2vec.RoundStats;
import dev.perplex.word2vec.RowChanges;
import dev.perplex.word2vec.RowSums;
import java.io.Serializable;
import java.util.List;

/**
 * The rows of one block that a round changed, and what was worked through for it: a worker's, or
 * merged. A worker's figures travel with its first block, so that they are counted exactly once
 * even where Spark runs a task twice (an accumulator would count both runs).
 */
record Contribution(RowChanges rows, RoundStats stats) implements Serializable {

  static Contribution merged(List<Contribution> inWorkerOrder) {
    return new Contribution(
        RowSums.mean(inWorkerOrder.stream().map(Contribution::rows).toList()),
        inWorkerOrder.stream().map(Contribution::stats).reduce(RoundStats.NONE, RoundStats::plus));
  }
}
