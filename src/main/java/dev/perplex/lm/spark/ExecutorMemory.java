package dev.perplex.lm.spark;

import dev.perplex.lm.OptimizerSettings;
import java.util.Locale;

/**
 * Heap that a training needs, about.
 *
 * @param executor bytes of an executor, whatever its cores
 * @param core bytes of each of its cores' workers
 */
record ExecutorMemory(long executor, long core) {

  /**
   * @param parameters of the model
   * @param working bytes that a model works in
   */
  static ExecutorMemory of(long parameters, OptimizerSettings optimizer, long working) {
    long bytes = parameters * Float.BYTES;
    int states =
        switch (optimizer.method()) {
          case SGD, NT_ASGD -> 0;
          case ADAGRAD, RMSPROP -> 1;
          case ADAMW -> 2;
        };
    // The global parameters, the outer step's state and its scratch once; by core, own parameters,
    // what the optimizer remembers (in use and to be kept), changes of two rounds and their
    // scratch, and what the model works in.
    return new ExecutorMemory(3 * bytes, (4L + 2L * states) * bytes + working);
  }

  /** A line for the user. */
  String line(String heap) {
    return String.format(
        Locale.ROOT,
        "memory of an executor, about: %,d MiB and %,d MiB a core, of a heap of %s",
        executor >> 20,
        core >> 20,
        heap);
  }
}
