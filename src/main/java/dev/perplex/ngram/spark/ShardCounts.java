package dev.perplex.ngram.spark;

import dev.perplex.ngram.AdjustedCounts;
import java.io.Serializable;

/** The counts of one shard. */
record ShardCounts(int shard, AdjustedCounts counts) implements Serializable {

  /** What the driver needs of them. */
  Totals totals() {
    return new Totals(counts.countsOfCounts(), counts.words(), counts.contexts());
  }
}
