package dev.perplex.ngram.spark;

/**
 * How sums by word of many shards become one. Each may have all words of the vocabulary, so few of
 * them may reach the driver: with a large vocabulary the tree that Spark adds them in is deeper.
 */
public final class SumTree {
  private static final int LARGE = 1_000_000; // words; sums of 12 MB
  private static final int USUAL = 2; // levels, as Spark has it
  private static final int DEEP = 4;

  private SumTree() {}

  static int depth(int vocabulary) {
    return vocabulary < LARGE ? USUAL : DEEP;
  }

  /** Sums that the driver adds up in the end: what {@code RDD.treeReduce} leaves of so many. */
  public static int last(int shards, int vocabulary) {
    int scale = Math.max(2, (int) Math.ceil(Math.pow(shards, 1.0 / depth(vocabulary))));
    int left = shards;
    while (left > scale + (left + scale - 1) / scale) {
      left /= scale;
    }
    return left;
  }
}
