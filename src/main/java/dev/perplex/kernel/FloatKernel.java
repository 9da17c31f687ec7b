package dev.perplex.kernel;

/**
 * The loops that training spends its time in, over rows of floats. A row is an array of its own: C2
 * of JDK 17 then folds loads into the products, which it does not do for rows at offsets of one
 * array (measured at 200 components: 600 ns against 780 ns for the update of 6 x 6 rows).
 *
 * <p>All implementations give the same bits: each sums in {@link #LANES} partial sums, by fused
 * multiply and add, which a fixed tree adds up at the end. So results depend neither on the machine
 * nor on whether the Vector API was there, nor on when the compiler replaced the interpreter.
 *
 * <p>Lengths are multiples of {@link #LANES}: see {@link #padded}. Rows of one call are different
 * arrays, or (as inputs of {@link #dot}) the same; a row that stands twice in {@code x} moves
 * twice, the second time from where the first left it.
 */
public interface FloatKernel {

  /** Partial sums of a product, and the step of every length. */
  int LANES = 8;

  /** Rows that {@link #dots} and the updates take at once. */
  int TILE = 6;

  /** The kernel for this machine and JVM: by the Vector API where that is there and fast. */
  static FloatKernel fastest() {
    return Kernels.FASTEST;
  }

  /** The plain loops, which specify what every kernel computes. */
  static FloatKernel scalar() {
    return ScalarFloatKernel.INSTANCE;
  }

  /** What it runs on, for the record of a run: {@code scalar}, or {@code vector, 256 bits}. */
  String description();

  /** The array length that holds a row: the least multiple of {@link #LANES} from it on. */
  static int padded(int length) {
    return Math.addExact(length, LANES - 1) / LANES * LANES;
  }

  /**
   * Has the loops compiled before they are needed, in a fraction of a second. Left to themselves
   * they run some hundred times slower for a second or two, for the compiler then has to share the
   * cores with them.
   */
  default void warmUp() {}

  /** The sum of {@code x[i] * y[i]}. */
  float dot(float[] x, float[] y, int length);

  /** Adds {@code a * x} to {@code y}. */
  void axpy(float a, float[] x, float[] y, int length);

  /**
   * The products of one row with {@link #TILE} others.
   *
   * @param rows of which {@code rows[first]} to {@code rows[first + TILE - 1]} are taken
   * @param products [at + TILE], written from {@code at} on
   * @param partial room for {@code TILE * LANES} floats
   */
  void dots(
      float[] x, float[][] rows, int first, int length, float[] products, int at, float[] partial);

  /**
   * Turns scores into steps: {@code s[i] = rate * (label[i] - sigmoid(s[i]))}, the negative
   * gradient of the logistic loss times the rate. NaN stays NaN. The sigmoid is within 2e-7 of the
   * exact value, by the rational approximation of tanh.
   *
   * @param scores [count, with room up to the next multiple of LANES]
   * @param labels with the same room; 1 for a true pair, 0 for a drawn one
   */
  void logisticSteps(float[] scores, int count, float[] labels, float rate);

  /**
   * Moves two sets of rows along each other, each by the other's values before the call: {@code
   * x[i] += sum over j of steps[i][j] * y[j]}, {@code y[j] += sum over i of steps[i][j] * x[i]}.
   *
   * @param x the first m rows are taken
   * @param y of which {@code y[first]} to {@code y[first + TILE - 1]} are taken
   * @param steps [m * TILE], row an x
   */
  void update(float[][] x, int m, float[][] y, int first, int length, float[] steps);

  /**
   * The same, but what {@code x} moves by is added to {@code change}, so that several tiles of
   * {@code y} see the same {@code x}.
   */
  void update(
      float[][] x, float[][] change, int m, float[][] y, int first, int length, float[] steps);
}
