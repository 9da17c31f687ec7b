package dev.perplex.kernel;

/**
 * A matrix b [k, n] laid out for {@link ActivationKernel#addProduct}: panels of {@link #WIDTH}
 * columns, each [k, WIDTH], the last filled up with zeros. A recurrence multiplies by one matrix at
 * every time step; a BLAS lays it out anew each time, which takes as long as the product of few
 * lanes itself.
 */
public final class Panels {
  /** Columns of a panel: two vectors. */
  public static final int WIDTH = 16;

  private Panels() {}

  /** Length of the array that holds [k, n]. */
  public static int length(int k, int n) {
    return Math.multiplyExact((n + WIDTH - 1) / WIDTH * WIDTH, k);
  }

  /**
   * @param b [k, n], row-major
   * @param panels as long as {@link #length} says
   */
  public static void fill(float[] b, int k, int n, float[] panels) {
    for (int first = 0; first < n; first += WIDTH) {
      int count = Math.min(WIDTH, n - first);
      for (int row = 0; row < k; row++) {
        System.arraycopy(b, row * n + first, panels, first * k + row * WIDTH, count);
      }
    }
  }

  /**
   * @param transposed b' [n, k], row-major
   * @param panels as long as {@link #length} says
   */
  public static void fillTransposed(float[] transposed, int k, int n, float[] panels) {
    for (int column = 0; column < n; column++) {
      int to = column / WIDTH * WIDTH * k + column % WIDTH;
      for (int row = 0; row < k; row++) {
        panels[to + row * WIDTH] = transposed[column * k + row];
      }
    }
  }
}
