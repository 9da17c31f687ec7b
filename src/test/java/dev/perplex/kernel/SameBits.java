package dev.perplex.kernel;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Holds a kernel against the plain loops of {@link ScalarFloatKernel}, to the bit. */
final class SameBits {
  private static final FloatKernel SCALAR = FloatKernel.scalar();
  private static final int TILE = FloatKernel.TILE;

  private final FloatKernel kernel;
  private final SplittableRandom random;
  private final float[] oddities;

  /**
   * @param oddities mixed among the numbers, one in ten; none for plain numbers
   */
  SameBits(FloatKernel kernel, long seed, float... oddities) {
    this.kernel = kernel;
    this.random = new SplittableRandom(seed);
    this.oddities = oddities;
  }

  /** All loops at one dimension. */
  void check(int dimension, int m) {
    dots(dimension);
    axpy(dimension);
    logisticSteps(m * TILE);
    updates(dimension, m);
  }

  void dots(int dimension) {
    int length = FloatKernel.padded(dimension);
    float[] x = row(dimension);
    float[][] rows = rows(TILE + 1, dimension);
    same("dot", dimension, of(SCALAR.dot(x, rows[0], length)), of(kernel.dot(x, rows[0], length)));
    same("dot with itself", dimension, of(SCALAR.dot(x, x, length)), of(kernel.dot(x, x, length)));
    float[] partial = new float[TILE * FloatKernel.LANES];
    float[] expected = new float[TILE + 2];
    float[] products = new float[TILE + 2];
    SCALAR.dots(x, rows, 1, length, expected, 2, partial);
    kernel.dots(x, rows, 1, length, products, 2, partial);
    same("dots", dimension, expected, products);
  }

  void axpy(int dimension) {
    int length = FloatKernel.padded(dimension);
    float a = number();
    float[] x = row(dimension);
    float[] expected = row(dimension);
    float[] y = expected.clone();
    SCALAR.axpy(a, x, expected, length);
    kernel.axpy(a, x, y, length);
    same("axpy", dimension, expected, y);
  }

  void logisticSteps(int count) {
    float[] labels = new float[FloatKernel.padded(count)];
    float[] expected = new float[labels.length];
    for (int i = 0; i < count; i++) {
      labels[i] = random.nextInt(3) / 2f;
      expected[i] = number() * 10;
    }
    float[] scores = expected.clone();
    SCALAR.logisticSteps(expected, count, labels, 0.037f);
    kernel.logisticSteps(scores, count, labels, 0.037f);
    same("logisticSteps", count, Arrays.copyOf(expected, count), Arrays.copyOf(scores, count));
  }

  void updates(int dimension, int m) {
    int length = FloatKernel.padded(dimension);
    float[] steps = new float[FloatKernel.padded(m * TILE)];
    for (int i = 0; i < m * TILE; i++) {
      steps[i] = number();
    }
    float[][] x = rows(m, dimension);
    if (m > 2) {
      x[m - 1] = x[0]; // a word that stands twice in a window
    }
    float[][] y = rows(TILE + 1, dimension);
    float[][] change = rows(m, dimension);
    float[][] ourX = copy(x);
    float[][] ourY = copy(y);
    float[][] ourChange = copy(change);
    SCALAR.update(x, change, m, y, 1, length, steps);
    kernel.update(ourX, ourChange, m, ourY, 1, length, steps);
    same("update apart, x", dimension, x, ourX);
    same("update apart, change", dimension, change, ourChange);
    same("update apart, y", dimension, y, ourY);
    SCALAR.update(x, m, y, 1, length, steps);
    kernel.update(ourX, m, ourY, 1, length, steps);
    same("update, x", dimension, x, ourX);
    same("update, y", dimension, y, ourY);
  }

  private float[][] rows(int count, int dimension) {
    float[][] rows = new float[count][];
    for (int i = 0; i < count; i++) {
      rows[i] = row(dimension);
    }
    return rows;
  }

  private float[] row(int dimension) {
    float[] row = new float[FloatKernel.padded(dimension)];
    for (int i = 0; i < dimension; i++) {
      row[i] = number();
    }
    return row;
  }

  private float number() {
    return oddities.length > 0 && random.nextInt(10) == 0
        ? oddities[random.nextInt(oddities.length)]
        : (float) (random.nextDouble() * 2 - 1);
  }

  /** Rows that are one array stay one array. */
  private static float[][] copy(float[][] rows) {
    float[][] copy = new float[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      int first = Arrays.asList(rows).indexOf(rows[i]);
      copy[i] = first < i ? copy[first] : rows[i].clone();
    }
    return copy;
  }

  private static float[] of(float value) {
    return new float[] {value};
  }

  private static void same(String what, int dimension, float[][] expected, float[][] actual) {
    for (int i = 0; i < expected.length; i++) {
      same(what + ", row " + i, dimension, expected[i], actual[i]);
    }
  }

  /** Bits, but one NaN is as good as another. */
  private static void same(String what, int dimension, float[] expected, float[] actual) {
    for (int i = 0; i < expected.length; i++) {
      if (Float.floatToIntBits(expected[i]) != Float.floatToIntBits(actual[i])) {
        throw new AssertionError(
            "%s of %d, at %d: %s, not %s".formatted(what, dimension, i, actual[i], expected[i]));
      }
    }
  }
}
