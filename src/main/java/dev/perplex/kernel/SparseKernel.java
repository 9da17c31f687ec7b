package dev.perplex.kernel;

/**
 * The loops of products in which most factors are zero: few of many probabilities are kept, and
 * only their rows are added. As with {@link FloatKernel}, all implementations give the same bits.
 * Stretches of one call do not overlap.
 */
public interface SparseKernel {

  /** The kernel for this machine and JVM: by the Vector API where that is there and fast. */
  static SparseKernel fastest() {
    return Kernels.FASTEST_SPARSE;
  }

  /** The plain loops, which specify what every kernel computes. */
  static SparseKernel scalar() {
    return ScalarSparseKernel.INSTANCE;
  }

  /** Elements beyond the kept ones that {@link #keep} may write over. */
  int SPARE = 8;

  /**
   * The random number of a place in a stream: 23 bits of a hash, in the middle of their interval.
   *
   * @param stream what is drawn for; well mixed, for its halves are taken as they are
   * @return above 0 and below 1
   */
  static float uniform(long stream, int place) {
    return ScalarSparseKernel.uniform(stream, place);
  }

  /**
   * Keeps {@code x[i]} where {@code x[i] > threshold * uniform(stream, first + i)}: what is above
   * the threshold always, what is below with probability {@code x[i] / threshold}. With a higher
   * threshold it keeps a part of what it keeps with a lower one.
   *
   * @param x above 0; NaN is not kept
   * @param first place of the first element
   * @param places [to + length + SPARE], of what is kept, written from {@code to} on, ascending
   * @param values the same of their values
   * @return the end of what was written
   */
  int keep(
      float[] x,
      int at,
      int length,
      float threshold,
      long stream,
      int first,
      int[] places,
      float[] values,
      int to);

  /**
   * {@code y += a[k] * x[rows[k]]} for each k in turn, by fused multiply and add.
   *
   * @param rows numbers of rows
   * @param from the first k
   * @param until after the last k
   * @param x row {@code r} begins at {@code r * length}
   * @param y [length] from {@code yAt} on
   */
  void addRows(
      float[] a, int[] rows, int from, int until, float[] x, float[] y, int yAt, int length);
}
