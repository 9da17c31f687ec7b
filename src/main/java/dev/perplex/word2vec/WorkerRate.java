package dev.perplex.word2vec;

/**
 * The learning rate of each of many workers. A mean of W workers moves a row about as far as one of
 * them, though W times the words were seen, so each has to learn at a higher rate than one worker
 * would. One pass over a text needs all of that; over several passes a high rate costs more than it
 * brings, by the measurements in {@code training.md}.
 */
final class WorkerRate {
  /** Over one pass. At it, 64 workers on a small text have vectors as long as one worker's. */
  private static final double ONE_PASS = 0.2;

  private static final double MORE_PASSES = 0.15;

  private WorkerRate() {}

  /** The rate at which each worker starts. */
  static double start(Word2vecSettings settings) {
    double highest = settings.epochs() == 1 ? ONE_PASS : MORE_PASSES;
    return Math.min(
        settings.rate() * settings.workers(),
        Math.max(settings.rate(), highest)); // the user's own word stands
  }

  /** How many times the rate of one worker that is. */
  static double factor(Word2vecSettings settings) {
    return start(settings) / settings.rate();
  }
}
