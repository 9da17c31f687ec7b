package dev.perplex.kernel;

/**
 * The loops that training spends its time in, over stretches of flat float arrays. They are the
 * specification: a faster form has to agree with them up to the rounding of another order of sums.
 *
 * <p>The stretches of one call either are the same stretch or do not overlap.
 */
public final class FloatLoops {
  private FloatLoops() {}

  /**
   * The sum of {@code x[xAt + i] * y[yAt + i]} over {@code length} elements.
   *
   * <p>Eight partial sums: Java keeps the order of float additions, so with one sum every addition
   * waits for the one before it.
   */
  public static float dot(float[] x, int xAt, float[] y, int yAt, int length) {
    float sum0 = 0;
    float sum1 = 0;
    float sum2 = 0;
    float sum3 = 0;
    float sum4 = 0;
    float sum5 = 0;
    float sum6 = 0;
    float sum7 = 0;
    int i = 0;
    for (; i < length - 7; i += 8) {
      sum0 += x[xAt + i] * y[yAt + i];
      sum1 += x[xAt + i + 1] * y[yAt + i + 1];
      sum2 += x[xAt + i + 2] * y[yAt + i + 2];
      sum3 += x[xAt + i + 3] * y[yAt + i + 3];
      sum4 += x[xAt + i + 4] * y[yAt + i + 4];
      sum5 += x[xAt + i + 5] * y[yAt + i + 5];
      sum6 += x[xAt + i + 6] * y[yAt + i + 6];
      sum7 += x[xAt + i + 7] * y[yAt + i + 7];
    }
    for (; i < length; i++) {
      sum0 += x[xAt + i] * y[yAt + i];
    }
    return ((sum0 + sum1) + (sum2 + sum3)) + ((sum4 + sum5) + (sum6 + sum7));
  }

  /** Adds {@code a * x} to {@code y}. */
  public static void axpy(float a, float[] x, int xAt, float[] y, int yAt, int length) {
    for (int i = 0; i < length; i++) {
      y[yAt + i] += a * x[xAt + i];
    }
  }

  /**
   * The same over arrays from their starts. C2 of JDK 17 makes vector instructions of this form by
   * itself, and of the form with offsets it does not: 17 ns against 53 ns for 100 elements.
   */
  public static void axpy(float a, float[] x, float[] y, int length) {
    for (int i = 0; i < length; i++) {
      y[i] += a * x[i];
    }
  }

  /** Multiplies {@code x} by {@code a}. */
  public static void scale(float a, float[] x, int xAt, int length) {
    for (int i = 0; i < length; i++) {
      x[xAt + i] *= a;
    }
  }

  /** The sum of squares, in double: a norm is for reports and comparisons, not for inner loops. */
  public static double squaredNorm(float[] x, int xAt, int length) {
    double sum = 0;
    for (int i = 0; i < length; i++) {
      sum += (double) x[xAt + i] * x[xAt + i];
    }
    return sum;
  }
}
