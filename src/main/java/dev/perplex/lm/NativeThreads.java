package dev.perplex.lm;

import org.nd4j.linalg.factory.Nd4j;

/** How many threads the native kernels use. */
public final class NativeThreads {
  private NativeThreads() {}

  /**
   * One thread for each caller, because Spark already runs a task on each core, and because sums
   * that one thread makes do not depend on the machine. To be called on the thread that works:
   * OpenMP keeps its setting by thread.
   */
  public static void one() {
    Nd4j.getEnvironment().setMaxThreads(1);
    Nd4j.getEnvironment().setMaxMasterThreads(1);
    Nd4j.factory().blas().setMaxThreads(1);
  }
}
