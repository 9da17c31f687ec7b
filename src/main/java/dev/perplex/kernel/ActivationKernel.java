package dev.perplex.kernel;

/**
 * The loops of recurrent networks that are no matrix products, over stretches of float arrays, of
 * any length. As with {@link FloatKernel}, all implementations give the same bits. Stretches of one
 * call do not overlap unless it says so. NaN stays NaN.
 */
public interface ActivationKernel {

  /** The kernel for this machine and JVM: by the Vector API where that is there and fast. */
  static ActivationKernel fastest() {
    return Kernels.FASTEST_ACTIVATIONS;
  }

  /** The plain loops, which specify what every kernel computes. */
  static ActivationKernel scalar() {
    return ScalarActivationKernel.INSTANCE;
  }

  /** {@code x = 1 / (1 + exp(-x))}, within 2e-7. */
  void sigmoid(float[] x, int at, int length);

  /**
   * {@code to = tanh(x)}, within 3 units in the last place; the same stretch may be given twice.
   */
  void tanh(float[] x, int at, float[] to, int toAt, int length);

  /** The greatest {@code x[i] + y[i]}; NaN where there is one. */
  float highestSum(float[] x, int xAt, float[] y, int yAt, int length);

  /**
   * {@code x = exp(x + y - shift)}, relative error within 2e-7; what is below exp(-87) becomes
   * that, what is above exp(88) that.
   *
   * @return the sum, of eight partial sums in float
   */
  float exponentials(float[] x, int xAt, float[] y, int yAt, float shift, int length);

  /** {@code y += a * x}. */
  void axpy(float a, float[] x, int xAt, float[] y, int yAt, int length);

  /** {@code x *= a}. */
  void scale(float a, float[] x, int at, int length);

  /** The sum of squares: float products, summed in double over stretches of 1,024. */
  double squares(float[] x, int at, int length);

  /**
   * One lane's step through an LSTM (Gers et al. 2000), after its products.
   *
   * @param gates [4 * hidden] from {@code gatesAt} on, order i f g o: sums before their
   *     nonlinearities, overwritten with what follows these
   * @param cell [hidden] from {@code beforeAt} on, c of the step before; from {@code cellAt} on
   *     this one's, which is written
   * @param squashed [hidden], written: tanh(c)
   * @param output [hidden], written: h
   */
  void lstmForward(
      float[] gates,
      int gatesAt,
      float[] cell,
      int beforeAt,
      int cellAt,
      float[] squashed,
      int squashedAt,
      float[] output,
      int outputAt,
      int hidden);

  /**
   * The way back.
   *
   * @param gates as {@link #lstmForward} left them, overwritten with the loss's derivatives by the
   *     sums before the nonlinearities
   * @param cell from {@code beforeAt} on, c of the step before
   * @param toOutput [hidden], derivatives by h, from all that reads it
   * @param toCell [hidden], derivatives by c from the step after, overwritten with those by the c
   *     before
   */
  void lstmBackward(
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
      int hidden);
}
