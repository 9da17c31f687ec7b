package dev.perplex.kernel;

/** The specification of {@link SparseKernel}, in plain Java, one element after another. */
final class ScalarSparseKernel implements SparseKernel {
  static final SparseKernel INSTANCE = new ScalarSparseKernel();

  // A counter by the golden ratio, then a mixer of two multiplications (constants of Wellons'
  // search for those of least bias, 2018); the stream's other half goes in between, so that no
  // stream is another one moved along.
  static final int GOLDEN = 0x9e3779b9;
  static final int MIX1 = 0x7feb352d;
  static final int MIX2 = 0x846ca68b;
  static final int ONE = 0x3f800000; // the bits of 1
  static final float BELOW_ONE = 0x1.fffffep-1f; // 1 - 2^-24

  private ScalarSparseKernel() {}

  static float uniform(long stream, int place) {
    int h = (int) stream + place * GOLDEN;
    h = (h ^ h >>> 16) * MIX1 ^ (int) (stream >>> 32);
    h = (h ^ h >>> 15) * MIX2;
    return Float.intBitsToFloat(h >>> 9 | ONE) - BELOW_ONE;
  }

  @Override
  public int keep(
      float[] x,
      int at,
      int length,
      float threshold,
      long stream,
      int first,
      int[] places,
      float[] values,
      int to) {
    int end = to;
    for (int i = 0; i < length; i++) {
      if (x[at + i] > threshold * uniform(stream, first + i)) {
        places[end] = first + i;
        values[end++] = x[at + i];
      }
    }
    return end;
  }

  @Override
  public void addRows(
      float[] a, int[] rows, int from, int until, float[] x, float[] y, int yAt, int length) {
    for (int k = from; k < until; k++) {
      for (int j = 0; j < length; j++) {
        y[yAt + j] = Math.fma(a[k], x[rows[k] * length + j], y[yAt + j]);
      }
    }
  }
}
