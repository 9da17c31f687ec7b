package dev.perplex.kernel;

import java.io.File;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses the matrix products once for the JVM, and says in one line of the log what was chosen.
 *
 * <p>The OpenBLAS that ND4J brings, called through netlib's JNI, which Spark has: it pins Java
 * arrays and copies nothing. JavaCPP's own binding copies arrays at each call; given pointers off
 * the heap it was not faster (one core, GFLOP/s, heap arrays against pointers: 700 x 10,000 x 200:
 * 66 and 77; 700 x 200 x 10,000: 79 and 68; 800 x 200 x 700: 85 and 79; 20 x 800 x 200: 35 and 35;
 * 2,000 cubed: 91 and 91), so parameters stay ordinary arrays.
 */
final class ProductsChoice {
  private static final Logger LOG = LoggerFactory.getLogger(MatrixProducts.class);
  private static final String PATH = "dev.ludovic.netlib.blas.nativeLibPath";

  static final MatrixProducts FASTEST = chosen();

  private ProductsChoice() {}

  private static MatrixProducts chosen() {
    try {
      if (System.getProperty(PATH) == null) {
        File binding = new File(Loader.load(openblas_nolapack.class));
        // The very file that the binding loaded: its other copy would have threads of its own.
        File library = new File(binding.getParentFile(), "libopenblas_nolapack.so.0");
        if (library.exists()) {
          System.setProperty(PATH, library.getPath());
        }
        // Spark already runs a task on each core.
        org.bytedeco.openblas.presets.openblas_nolapack.blas_set_num_threads(1);
      }
      MatrixProducts blas = BlasProducts.openBlas();
      LOG.info("Matrix products: {}", blas.description());
      return blas;
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("No native BLAS can be used here, so matrix products run several times slower", e);
      return BlasProducts.plain();
    }
  }
}
