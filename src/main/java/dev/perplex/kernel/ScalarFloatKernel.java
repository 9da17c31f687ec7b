package dev.perplex.kernel;

/** The specification of {@link FloatKernel}, in plain Java, one lane after another. */
final class ScalarFloatKernel implements FloatKernel {
  static final FloatKernel INSTANCE = new ScalarFloatKernel();

  // tanh(x) = x * p(x^2) / q(x^2) on |x| below the bound: the rational minimax approximation that
  // numeric libraries commonly use for single precision, within 3 units in the last place.
  static final float BOUND = 7.905311f;
  static final float P0 = 4.8935246e-3f;
  static final float P1 = 6.3726195e-4f;
  static final float P2 = 1.48572235e-5f;
  static final float P3 = 5.1222973e-8f;
  static final float P4 = -8.604672e-11f;
  static final float P5 = 2.000188e-13f;
  static final float P6 = -2.7607684e-16f;
  static final float Q0 = 4.893525e-3f;
  static final float Q1 = 2.2684347e-3f;
  static final float Q2 = 1.1853471e-4f;
  static final float Q3 = 1.1982584e-6f;

  private ScalarFloatKernel() {}

  @Override
  public String description() {
    return "scalar";
  }

  @Override
  public float dot(float[] x, float[] y, int length) {
    float[] partial = new float[LANES];
    for (int i = 0; i < length; i += LANES) {
      for (int lane = 0; lane < LANES; lane++) {
        partial[lane] = Math.fma(x[i + lane], y[i + lane], partial[lane]);
      }
    }
    return sum(partial, 0);
  }

  /** The tree by which partial sums are added up. */
  static float sum(float[] p, int at) {
    return ((p[at] + p[at + 1]) + (p[at + 2] + p[at + 3]))
        + ((p[at + 4] + p[at + 5]) + (p[at + 6] + p[at + 7]));
  }

  @Override
  public void axpy(float a, float[] x, float[] y, int length) {
    for (int i = 0; i < length; i++) {
      y[i] = Math.fma(a, x[i], y[i]);
    }
  }

  @Override
  public void dots(
      float[] x, float[][] rows, int first, int length, float[] products, int at, float[] partial) {
    for (int j = 0; j < TILE; j++) {
      products[at + j] = dot(x, rows[first + j], length);
    }
  }

  @Override
  public void logisticSteps(float[] scores, int count, float[] labels, float rate) {
    if (count < 0 || count > scores.length - scores.length % LANES) {
      throw new IllegalArgumentException(
          count + " scores in room for " + scores.length + ", of which whole lanes count");
    }
    if (labels.length < FloatKernel.padded(count)) {
      throw new IllegalArgumentException(labels.length + " labels for " + count + " scores");
    }
    if (scores == labels) {
      throw new IllegalArgumentException("scores that are their own labels");
    }
    if (rate < 0) {
      throw new IllegalArgumentException("a learning rate of " + rate);
    }
    for (int i = 0; i < count; i++) {
      scores[i] = (labels[i] - sigmoid(scores[i])) * rate;
    }
  }

  static float sigmoid(float score) {
    float x = Math.max(Math.min(score * 0.5f, BOUND), -BOUND);
    float s = x * x;
    float p = Math.fma(P6, s, P5);
    p = Math.fma(p, s, P4);
    p = Math.fma(p, s, P3);
    p = Math.fma(p, s, P2);
    p = Math.fma(p, s, P1);
    p = Math.fma(p, s, P0);
    float q = Math.fma(Q3, s, Q2);
    q = Math.fma(q, s, Q1);
    q = Math.fma(q, s, Q0);
    return Math.fma(x * p / q, 0.5f, 0.5f);
  }

  @Override
  public void update(float[][] x, int m, float[][] y, int first, int length, float[] steps) {
    update(x, x, m, y, first, length, steps);
  }

  @Override
  public void update(
      float[][] x, float[][] change, int m, float[][] y, int first, int length, float[] steps) {
    float[] before = new float[TILE];
    for (int d = 0; d < length; d++) {
      for (int j = 0; j < TILE; j++) {
        before[j] = y[first + j][d];
      }
      for (int i = 0; i < m; i++) {
        float own = x[i][d];
        float moved = change[i][d];
        for (int j = 0; j < TILE; j++) {
          float step = steps[i * TILE + j];
          moved = Math.fma(before[j], step, moved);
          y[first + j][d] = Math.fma(own, step, y[first + j][d]);
        }
        change[i][d] = moved;
      }
    }
  }
}
