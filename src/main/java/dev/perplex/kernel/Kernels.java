package dev.perplex.kernel;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses the kernel once for the JVM, and says in one line of the log what was chosen and why. */
final class Kernels {
  private static final Logger LOG = LoggerFactory.getLogger(FloatKernel.class);
  private static final String MODULE = "jdk.incubator.vector";

  /** Of the whole JVM, which may not be ours alone: a launch option, and never set here. */
  private static final String BOUNDS_CHECKS = MODULE + ".VECTOR_ACCESS_OOB_CHECK";

  static final FloatKernel FASTEST = chosen();

  /** Of the same kind as the other. */
  static final ActivationKernel FASTEST_ACTIVATIONS =
      FASTEST == FloatKernel.scalar()
          ? ActivationKernel.scalar()
          : vector("VectorActivationKernel", ActivationKernel.class);

  /** Of the same kind as the others. */
  static final SparseKernel FASTEST_SPARSE =
      FASTEST == FloatKernel.scalar()
          ? SparseKernel.scalar()
          : vector("VectorSparseKernel", SparseKernel.class);

  /** Of the same kind as the others. */
  static final RoundKernel FASTEST_ROUND =
      FASTEST == FloatKernel.scalar()
          ? RoundKernel.scalar()
          : vector("VectorRoundKernel", RoundKernel.class);

  private Kernels() {}

  private static <K> K vector(String name, Class<K> type) {
    try {
      return Class.forName("dev.perplex.kernel." + name)
          .asSubclass(type)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the vector kernels are built together", e);
    }
  }

  private static FloatKernel chosen() {
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      LOG.warn(
          "The Vector API is missing, so loops run several times slower. Add --add-modules={} to"
              + " the JVM's options (conf/spark/*.properties have them).",
          MODULE);
      return FloatKernel.scalar();
    }
    if (!"0".equals(System.getProperty(BOUNDS_CHECKS))) {
      LOG.info(
          "The Vector API checks the bounds of every load and store, which takes a third of the"
              + " loops' time; they check whole rows. To leave it out for everything in this JVM,"
              + " add -D{}=0 to its options.",
          BOUNDS_CHECKS);
    }
    try {
      // By name: this class must load where the module is missing.
      FloatKernel vector =
          Class.forName("dev.perplex.kernel.VectorFloatKernel")
              .asSubclass(FloatKernel.class)
              .getDeclaredConstructor()
              .newInstance();
      LOG.info("Float kernel: {}", vector.description());
      return vector;
    } catch (ReflectiveOperationException | LinkageError e) {
      LOG.warn("The Vector API cannot be used here, so loops run several times slower", e);
      return FloatKernel.scalar();
    }
  }
}
