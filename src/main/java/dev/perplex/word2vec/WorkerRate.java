package dev.perplex.word2vec;

/**
 * The learning rate of each of many workers. A mean of W workers moves a row about as far as one of
 * them, though W times the words were seen, so each has to learn at a higher rate than one worker
 * would.
 */
final class WorkerRate {
  /** At it, 64 workers on a small text have vectors as long as one worker's: LearningTest. */
  private static final double HIGHEST = 0.2;

  private WorkerRate() {}

  /** The rate at which each worker starts. */
  static double start(Word2vecSettings settings) {
    double highest = Math.max(settings.rate(), HIGHEST); // the user's own word stands
    return Math.min(settings.rate() * settings.workers(), highest);
  }
}
