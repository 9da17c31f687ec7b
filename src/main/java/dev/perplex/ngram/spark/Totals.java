package dev.perplex.ngram.spark;

import dev.perplex.ngram.CountsOfCounts;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Sums over shards.
 *
 * @param words sorted, those that stand after some context of one word ...
 * @param contexts ... and after how many
 */
@SuppressWarnings("ArrayRecordComponent") // a sum, never compared
record Totals(CountsOfCounts countsOfCounts, int[] words, long[] contexts) implements Serializable {

  Totals plus(Totals other) {
    int[] both = new int[Math.addExact(words.length, other.words.length)];
    long[] sums = new long[both.length];
    int count = 0;
    int mine = 0;
    int theirs = 0;
    while (mine < words.length || theirs < other.words.length) {
      int here = mine < words.length ? words[mine] : Integer.MAX_VALUE;
      int there = theirs < other.words.length ? other.words[theirs] : Integer.MAX_VALUE;
      both[count] = Math.min(here, there);
      sums[count] += here <= there ? contexts[mine++] : 0;
      sums[count] += there <= here ? other.contexts[theirs++] : 0;
      count++;
    }
    return new Totals(
        countsOfCounts.plus(other.countsOfCounts),
        Arrays.copyOf(both, count),
        Arrays.copyOf(sums, count));
  }

  /** After how many contexts of one word each word stands, [vocabulary]. */
  long[] contexts(int vocabulary) {
    long[] all = new long[vocabulary];
    for (int i = 0; i < words.length; i++) {
      all[words[i]] = contexts[i];
    }
    return all;
  }
}
