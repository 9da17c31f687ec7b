package dev.perplex.lm.spark;

import dev.perplex.cluster.ExecutorSize;
import dev.perplex.lm.OptimizerSettings;
import java.util.Locale;

/**
 * Heap that a training needs, about.
 *
 * @param executor bytes of an executor, whatever its cores
 * @param core bytes of each of its cores' workers
 */
public record ExecutorMemory(long executor, long core) {
  private static final long SPARK = 300L << 20; // what it keeps for itself

  /**
   * @param parameters of the model
   * @param working bytes that a model works in
   */
  public static ExecutorMemory of(long parameters, OptimizerSettings optimizer, long working) {
    long bytes = parameters * Float.BYTES;
    int states = optimizer.method().states();
    // The global parameters, the outer step's state and its scratch once; by core, own parameters,
    // what the optimizer remembers (in use and to be kept), changes of two rounds and their
    // scratch, and what the model works in.
    return new ExecutorMemory(3 * bytes, (4L + 2L * states) * bytes + working);
  }

  /** Bytes of an executor that trains so many workers at once. */
  public long needed(int cores) {
    return SPARK + executor + cores * core;
  }

  /** A line for the user, with a warning where it is more than there is. */
  String line(ExecutorSize size, int workers) {
    int cores = Math.min(size.slots(), workers);
    long needed = needed(cores);
    String line =
        String.format(
            Locale.ROOT,
            "memory of %s, about: %,d MiB, %,d MiB for each of %d cores, and %,d MiB for Spark; %,d"
                + " MiB of a heap of %,d MiB",
            size.local() ? "this JVM" : "an executor",
            executor >> 20,
            core >> 20,
            cores,
            SPARK >> 20,
            needed >> 20,
            size.heap() >> 20);
    return needed <= size.heap()
        ? line
        : line
            + String.format(
                Locale.ROOT,
                ". WARNING: that may end with OutOfMemoryError. Set %s to %dg, or %s or"
                    + " train.model.* lower",
                size.local() ? "SPARK_DRIVER_MEMORY" : "spark.executor.memory",
                (needed >> 30) + 1,
                size.local() ? "train.workers" : "spark.executor.cores");
  }
}
