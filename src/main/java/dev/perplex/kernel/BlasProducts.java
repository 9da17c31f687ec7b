package dev.perplex.kernel;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;

/** {@link MatrixProducts} by a BLAS, which has its matrices in column order. */
final class BlasProducts implements MatrixProducts {
  private final BLAS blas;
  private final String description;

  BlasProducts(BLAS blas, String description) {
    this.blas = blas;
    this.description = description;
  }

  static MatrixProducts plain() {
    return new BlasProducts(JavaBLAS.getInstance(), "plain Java");
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
