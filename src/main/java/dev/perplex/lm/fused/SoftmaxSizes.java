package dev.perplex.lm.fused;

/**
 * How much a softmax stores for a minibatch, from sizes alone: apart from {@link FullSoftmax},
 * which brings its kernels with it, so that a plan of memory needs none.
 */
final class SoftmaxSizes {
  /** Words whose scores are worked out at once. */
  static final int BLOCK = 256;

  /** Times as many words as may be kept, below which products of all are no slower. */
  private static final int MANY = 8;

  private SoftmaxSizes() {}

  /** Whether the way back through so many words sees but few of them. */
  static boolean isSparse(double threshold, int words) {
    return threshold * words >= MANY;
  }

  /** Floats and integers that a full softmax stores of scores. */
  static long scores(double threshold, long rows, int words) {
    return isSparse(threshold, words)
        ? rows * BLOCK + sparse(threshold, rows, words, BLOCK)
        : rows * words;
  }

  /** Floats and integers that {@link SparseProbabilities} stores. */
  private static long sparse(double threshold, long rows, int words, int block) {
    return 2 * (expected(threshold, rows, words) + ofBlock(threshold, rows, block));
  }

  /** About how many are stored of a minibatch; more where probabilities are nearly uniform. */
  static long expected(double threshold, long rows, int words) {
    return rows * (long) Math.min(words, 2 / threshold);
  }

  /** At most about so many are kept of a block. */
  static long ofBlock(double threshold, long rows, int block) {
    return rows * (long) Math.min(block, 1 / threshold);
  }
}
