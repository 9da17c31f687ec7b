package dev.perplex.word2vec;

/** X. */
final class WorkerRate {
  private WorkerRate() {}

  static double start(Word2vecSettings settings) {
    return settings.rate() * settings.workers();
  }
}
