package dev.perplex.word2vec;

/**
 * The logistic function and its integral, from tables with linear interpolation: within 4e-6 and
 * 1e-5 of the exact values, without {@link Math#exp} in the innermost loop. NaN gives NaN, so that
 * a fault shows in the loss.
 */
final class Logistic {
  private static final int BOUND = 16; // beyond it both functions equal their limits in float
  private static final int CELLS_PER_UNIT = 64;
  private static final int CELLS = 2 * BOUND * CELLS_PER_UNIT;

  private static final float[] SIGMOID = new float[CELLS + 1];
  private static final float[] SOFTPLUS = new float[CELLS + 1];

  static {
    for (int cell = 0; cell <= CELLS; cell++) {
      double x = (double) cell / CELLS_PER_UNIT - BOUND;
      SIGMOID[cell] = (float) (1 / (1 + Math.exp(-x)));
      SOFTPLUS[cell] = (float) Math.log1p(Math.exp(x));
    }
  }

  private Logistic() {}

  /** {@code 1 / (1 + exp(-x))}. */
  static float sigmoid(float x) {
    if (x >= BOUND) {
      return 1;
    }
    if (x <= -BOUND) {
      return 0;
    }
    return interpolated(SIGMOID, x);
  }

  /**
   * {@code log(1 + exp(x))}, which is {@code -log(sigmoid(-x))}: the loss of one decision, nats.
   */
  static float softplus(float x) {
    if (x >= BOUND) {
      return x;
    }
    if (x <= -BOUND) {
      return 0;
    }
    return interpolated(SOFTPLUS, x);
  }

  private static float interpolated(float[] table, float x) {
    float scaled = (x + BOUND) * CELLS_PER_UNIT;
    int cell = Math.min((int) scaled, CELLS - 1); // x + BOUND can round up to the last edge
    float part = scaled - cell;
    return table[cell] + part * (table[cell + 1] - table[cell]);
  }
}
