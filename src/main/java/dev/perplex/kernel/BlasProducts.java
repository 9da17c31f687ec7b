package dev.perplex.kernel;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;
import dev.ludovic.netlib.blas.NativeBLAS;

/** {@link MatrixProducts} by a BLAS, which has its matrices in column order. */
final class BlasProducts implements MatrixProducts {
  /**
   * Rows of a that OpenBLAS had better multiply one by one: before a product of matrices it lays
   * out all of b, which costs more than the product of few rows. GFLOP/s with b [400, 100]: 8 rows
   * 17 at once and 25 one by one, 16 rows 28 and 27.
   */
  private static final int FEW = 8;

  private final BLAS blas;
  private final int few; // rows that are multiplied one by one
  private final String description;

  private BlasProducts(BLAS blas, int few, String description) {
    this.blas = blas;
    this.few = few;
    this.description = description;
  }

  static MatrixProducts openBlas() {
    return new BlasProducts(NativeBLAS.getInstance(), FEW, "OpenBLAS");
  }

  /** Without sgemv: where netlib's ran, the compiler was seen to stop inlining our own kernels. */
  static MatrixProducts plain() {
    return new BlasProducts(JavaBLAS.getInstance(), 0, "plain Java");
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public void multiply(
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
      int cLead) {
    if (m == 0 || n == 0) {
      return;
    }
    // A row-major matrix is its transpose in column order: c' = b' a'.
    if (m <= few) {
      boolean transposed = form == Form.ABT;
      for (int row = 0; row < m; row++) {
        blas.sgemv(
            transposed ? "T" : "N",
            transposed ? k : n,
            transposed ? n : k,
            1,
            b,
            bAt,
            bLead,
            a,
            form == Form.ATB ? aAt + row : aAt + row * aLead,
            form == Form.ATB ? aLead : 1,
            beta,
            c,
            cAt + row * cLead,
            1);
      }
      return;
    }
    blas.sgemm(
        form == Form.ABT ? "T" : "N",
        form == Form.ATB ? "T" : "N",
        n,
        m,
        k,
        1,
        b,
        bAt,
        bLead,
        a,
        aAt,
        aLead,
        beta,
        c,
        cAt,
        cLead);
  }
}
