package dev.perplex.kernel;

/** Chooses the kernel of averaging once for the JVM: of the same kind as {@link FloatKernel}'s. */
final class RoundKernels {
  static final RoundKernel FASTEST =
      FloatKernel.fastest() == FloatKernel.scalar() ? RoundKernel.scalar() : vector();

  private RoundKernels() {}

  private static RoundKernel vector() {
    try {
      // By name: this class must load where the module is missing.
      return Class.forName("dev.perplex.kernel.VectorRoundKernel")
          .asSubclass(RoundKernel.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the vector kernels are built together", e);
    }
  }
}
