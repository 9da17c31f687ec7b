package dev.perplex.kernel;

/**
 * Products of row-major float matrices, each a stretch of an array: element (r, c) of a matrix that
 * starts at {@code at} is {@code array[at + r * lead + c]}. One thread a call; equal calls on one
 * machine give equal bits.
 */
public interface MatrixProducts {

  /** Which factor is stored transposed. */
  enum Form {
    /** a [m, k], b [k, n]. */
    AB,
    /** a [m, k], b [n, k]. */
    ABT,
    /** a [k, m], b [k, n]. */
    ATB
  }

  /** The fastest that this machine and JVM have. */
  static MatrixProducts fastest() {
    return ProductsChoice.FASTEST;
  }

  /** Plain Java, several times slower. */
  static MatrixProducts plain() {
    return BlasProducts.plain();
  }

  /** What it runs on, for the record of a run. */
  String description();

  /**
   * {@code c = a b + beta c}, for c [m, n].
   *
   * @param beta 0 to overwrite c, whatever it holds, 1 to add to it
   */
  void multiply(
      Form form,
      int m,
      int n,
      int k,
      float[] a,
      int aAt,
      int aLead,
      float[] b,
      int bAt,
      int bLead,
      float beta,
      float[] c,
      int cAt,
      int cLead);
}
