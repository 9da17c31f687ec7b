package dev.perplex.ngram.spark;

import dev.perplex.ngram.AdjustedCounts;
import java.io.Serializable;

/**
 * The counts of one shard.
 *
 * @param vocabulary words
 */
record ShardCounts(int shard, int vocabulary, AdjustedCounts counts) implements Serializable {

  /** What the driver needs of them. */
  Totals totals() {
    long[] contexts = new long[vocabulary];
    int[] words = counts.words();
    long[] each = counts.contexts();
    for (int i = 0; i < words.length; i++) {
      contexts[words[i]] = each[i];
    }
    return new Totals(counts.countsOfCounts(), contexts);
  }
}
