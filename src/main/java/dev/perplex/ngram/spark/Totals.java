package dev.perplex.ngram.spark;

import dev.perplex.ngram.CountsOfCounts;
import java.io.Serializable;

/**
 * Sums over shards.
 *
 * @param contexts [vocabulary] after how many contexts of one word each word stands
 */
@SuppressWarnings("ArrayRecordComponent") // a sum, never compared
record Totals(CountsOfCounts countsOfCounts, long[] contexts) implements Serializable {

  Totals plus(Totals other) {
    long[] sum = contexts.clone();
    for (int word = 0; word < sum.length; word++) {
      sum[word] += other.contexts[word];
    }
    return new Totals(countsOfCounts.plus(other.countsOfCounts), sum);
  }
}
