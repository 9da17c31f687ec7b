package dev.perplex.word2vec.spark;

/** Is told on the driver how a training goes. */
public interface TrainingListener {

  /** Tells nobody. */
  TrainingListener SILENT = new TrainingListener() {};

  /** Often, from any thread: how many tokens all workers have done, over all epochs. */
  default void tokens(long done, long total) {}

  /** Each round, when its held-out loss is known: while the next one is merged. */
  default void round(RoundPoint point) {}

  /**
   * Once, where rounds of an earlier, killed driver were found.
   *
   * @param tokens that those trained on, of all epochs
   */
  default void resumed(int rounds, int total, long tokens) {}

  /**
   * Once, where a training starts from given vectors: how many words of the vocabulary they have.
   */
  default void started(long found, long words) {}

  /** Before the first round: what memory the training is going to take. */
  default void memory(MemoryPlan plan) {}

  default void warning(String message) {}
}
