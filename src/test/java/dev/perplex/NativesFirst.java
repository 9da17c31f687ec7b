package dev.perplex;

import dev.perplex.kernel.MatrixProducts;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Loads the native BLAS before any test. A JVM has one: where Spark ML comes first and finds none
 * on the machine, netlib never looks again, and what is trained after that in the same JVM has the
 * bits of plain Java. Our own jobs do not touch Spark ML's algebra.
 */
public final class NativesFirst implements BeforeAllCallback {
  @Override
  public void beforeAll(ExtensionContext context) {
    if (!MatrixProducts.fastest().description().equals("OpenBLAS")) {
      throw new IllegalStateException("OpenBLAS was not loaded: the log says why");
    }
  }
}
