package dev.perplex.kernel;

/**
 * The loops of averaging, over stretches of float arrays, of any length. As with {@link
 * FloatKernel}, all implementations give the same bits. Products are rounded before they are added.
 * Stretches of one call do not overlap.
 */
public interface RoundKernel {

  /** The kernel for this machine and JVM: by the Vector API where that is there and fast. */
  static RoundKernel fastest() {
    return Kernels.FASTEST_ROUND;
  }

  /** The plain loops, which specify what every kernel computes. */
  static RoundKernel scalar() {
    return ScalarRoundKernel.INSTANCE;
  }

  /** {@code y += x}. */
  void add(float[] x, int xAt, float[] y, int yAt, int length);

  /** {@code y += a * x}. */
  void addScaled(float a, float[] x, int xAt, float[] y, int yAt, int length);

  /** {@code to = x - y}, where x and y begin at the same place. */
  void subtract(float[] x, float[] y, int at, float[] to, int toAt, int length);

  /** The sum of squares, of four partial sums in double. */
  double squares(float[] x, int at, int length);

  /**
   * Nesterov's momentum: {@code m = mu * m + x; x = rate * (x + mu * m)}.
   *
   * @param x changes, which become steps
   */
  void momentum(float rate, float mu, float[] x, int xAt, float[] m, int mAt, int length);
}
