package dev.perplex.kernel;

import java.util.Arrays;

/** The specification of {@link ActivationKernel}, in plain Java, one element after another. */
final class ScalarActivationKernel implements ActivationKernel {
  static final ActivationKernel INSTANCE = new ScalarActivationKernel();

  static final int LANES = 8;
  static final int STRETCH = 1024;

  // exp(x) = 2^n * p(x - n ln 2), n the nearest whole number: Cephes' polynomial for single
  // precision. Adding the magic number rounds, and leaves n in the low bits.
  static final float LOWEST = -87;
  static final float UPPERMOST = 88;
  static final float LOG2_E = 1.442695f;
  static final float MAGIC = 12582912f; // 1.5 * 2^23
  static final float LN2_HIGH = 0.6933594f; // 355 / 512
  static final float LN2_LOW = -2.1219444E-4f;
  static final float E0 = 1.9875691E-4f;
  static final float E1 = 0.0013981999f;
  static final float E2 = 0.008333452f;
  static final float E3 = 0.041665796f;
  static final float E4 = 0.16666666f;
  static final float E5 = 0.5f;

  private ScalarActivationKernel() {}

  @Override
  public void sigmoid(float[] x, int at, int length) {
    for (int i = at; i < at + length; i++) {
      x[i] = ScalarFloatKernel.sigmoid(x[i]);
    }
  }

  @Override
  public void tanh(float[] x, int at, float[] to, int toAt, int length) {
    for (int i = 0; i < length; i++) {
      to[toAt + i] = tanh(x[at + i]);
    }
  }

  static float tanh(float value) {
    float x = Math.max(Math.min(value, ScalarFloatKernel.BOUND), -ScalarFloatKernel.BOUND);
    float s = x * x;
    float p = Math.fma(ScalarFloatKernel.P6, s, ScalarFloatKernel.P5);
    p = Math.fma(p, s, ScalarFloatKernel.P4);
    p = Math.fma(p, s, ScalarFloatKernel.P3);
    p = Math.fma(p, s, ScalarFloatKernel.P2);
    p = Math.fma(p, s, ScalarFloatKernel.P1);
    p = Math.fma(p, s, ScalarFloatKernel.P0);
    float q = Math.fma(ScalarFloatKernel.Q3, s, ScalarFloatKernel.Q2);
    q = Math.fma(q, s, ScalarFloatKernel.Q1);
    q = Math.fma(q, s, ScalarFloatKernel.Q0);
    return x * p / q;
  }

  static float exp(float value) {
    float x = Math.max(Math.min(value, UPPERMOST), LOWEST);
    float rounded = Math.fma(x, LOG2_E, MAGIC);
    float n = rounded - MAGIC;
    float r = Math.fma(n, -LN2_HIGH, x);
    r = Math.fma(n, -LN2_LOW, r);
    float p = Math.fma(E0, r, E1);
    p = Math.fma(p, r, E2);
    p = Math.fma(p, r, E3);
    p = Math.fma(p, r, E4);
    p = Math.fma(p, r, E5);
    p = Math.fma(p, r * r, r) + 1;
    return p * Float.intBitsToFloat((Float.floatToRawIntBits(rounded) << 23) + 0x3f800000);
  }

  @Override
  public float highestSum(float[] x, int xAt, float[] y, int yAt, int length) {
    float highest = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < length; i++) {
      highest = Math.max(highest, x[xAt + i] + y[yAt + i]);
    }
    return highest;
  }

  @Override
  public float exponentials(float[] x, int xAt, float[] y, int yAt, float shift, int length) {
    float[] sums = new float[LANES];
    for (int i = 0; i < length; i++) {
      float e = exp(x[xAt + i] + y[yAt + i] - shift);
      x[xAt + i] = e;
      sums[i % LANES] += e;
    }
    return ScalarFloatKernel.sum(sums, 0);
  }

  @Override
  public void axpy(float a, float[] x, int xAt, float[] y, int yAt, int length) {
    for (int i = 0; i < length; i++) {
      y[yAt + i] = Math.fma(a, x[xAt + i], y[yAt + i]);
    }
  }

  @Override
  public void scale(float a, float[] x, int at, int length) {
    for (int i = at; i < at + length; i++) {
      x[i] *= a;
    }
  }

  @Override
  public double squares(float[] x, int at, int length) {
    float[] sums = new float[LANES];
    double sum = 0;
    for (int from = 0; from < length; from += STRETCH) {
      Arrays.fill(sums, 0);
      for (int i = from; i < Math.min(length, from + STRETCH); i++) {
        int lane = (i - from) % LANES;
        sums[lane] = Math.fma(x[at + i], x[at + i], sums[lane]);
      }
      sum += ScalarFloatKernel.sum(sums, 0);
    }
    return sum;
  }

  @Override
  public void lstmForward(
      float[] gates,
      int gatesAt,
      float[] cell,
      int beforeAt,
      int cellAt,
      float[] squashed,
      int squashedAt,
      float[] output,
      int outputAt,
      int hidden) {
    sigmoid(gates, gatesAt, 2 * hidden);
    tanh(gates, gatesAt + 2 * hidden, gates, gatesAt + 2 * hidden, hidden);
    sigmoid(gates, gatesAt + 3 * hidden, hidden);
    for (int j = 0; j < hidden; j++) {
      cell[cellAt + j] = cell(gates, gatesAt + j, cell[beforeAt + j], hidden);
    }
    tanh(cell, cellAt, squashed, squashedAt, hidden);
    for (int j = 0; j < hidden; j++) {
      output[outputAt + j] = gates[gatesAt + 3 * hidden + j] * squashed[squashedAt + j];
    }
  }

  static float cell(float[] gates, int at, float before, int hidden) {
    return Math.fma(gates[at + hidden], before, gates[at] * gates[at + 2 * hidden]);
  }

  @Override
  public void lstmBackward(
      float[] gates,
      int gatesAt,
      float[] cell,
      int beforeAt,
      float[] squashed,
      int squashedAt,
      float[] toOutput,
      int toOutputAt,
      float[] toCell,
      int toCellAt,
      int hidden) {
    for (int j = 0; j < hidden; j++) {
      toCell[toCellAt + j] =
          back(
              gates,
              gatesAt + j,
              cell[beforeAt + j],
              squashed[squashedAt + j],
              toOutput[toOutputAt + j],
              toCell[toCellAt + j],
              hidden);
    }
  }

  /** One unit's way back; returns the derivative by the cell before. */
  static float back(
      float[] gates, int at, float before, float squashed, float dh, float dc, int hidden) {
    float i = gates[at];
    float f = gates[at + hidden];
    float g = gates[at + 2 * hidden];
    float o = gates[at + 3 * hidden];
    float d = Math.fma(dh * o, 1 - squashed * squashed, dc);
    gates[at] = d * g * (i * (1 - i));
    gates[at + hidden] = d * before * (f * (1 - f));
    gates[at + 2 * hidden] = d * i * (1 - g * g);
    gates[at + 3 * hidden] = dh * squashed * (o * (1 - o));
    return d * f;
  }
}
