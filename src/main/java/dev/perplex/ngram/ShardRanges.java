package dev.perplex.ngram;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Which words' contexts each shard has: ranges of ids with about as many tokens after them. They
 * depend on the corpus alone, so a model's files do not depend on who made them.
 */
public final class ShardRanges implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final long TOKENS = 1 << 18; // of a shard, about ...
  private static final long MOST = 2000; // ... unless there would be more shards than this

  private final int[] bounds; // [shards + 1], first ids, and the end

  private ShardRanges(int[] bounds) {
    this.bounds = bounds;
  }

  /**
   * @param counts [vocabulary] of words in the training text
   */
  public static ShardRanges of(long[] counts) {
    return of(counts, Math.max(TOKENS, Arrays.stream(counts).sum() / MOST));
  }

  /**
   * @param most tokens after a shard's contexts; a word that has more has a shard of its own
   */
  public static ShardRanges of(long[] counts, long most) {
    int[] bounds = new int[counts.length + 1];
    int shards = 0;
    long sum = 0;
    for (int word = 0; word < counts.length; word++) {
      if (word == 0 || sum + counts[word] > most) {
        bounds[shards++] = word;
        sum = 0;
      }
      sum += counts[word];
    }
    bounds[shards] = counts.length;
    return new ShardRanges(Arrays.copyOf(bounds, shards + 1));
  }

  public int shards() {
    return bounds.length - 1;
  }

  /**
   * Tokens after the contexts of the shard that has most.
   *
   * @param counts [vocabulary] that the ranges were made of
   */
  public long longest(long[] counts) {
    long longest = 0;
    for (int shard = 0; shard < shards(); shard++) {
      long sum = 0;
      for (int word = first(shard); word < end(shard); word++) {
        sum += counts[word];
      }
      longest = Math.max(longest, sum);
    }
    return longest;
  }

  public int first(int shard) {
    return bounds[shard];
  }

  /** After the shard's last id. */
  public int end(int shard) {
    return bounds[shard + 1];
  }
}
