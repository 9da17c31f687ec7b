package dev.perplex.word2vec;

/** Pearson's test of counts against probabilities. */
final class ChiSquare {
  private ChiSquare() {}

  /**
   * Whether the statistic is within five standard deviations of its mean, which for k degrees of
   * freedom are sqrt(2 k) and k: wide enough for a test of fixed seed, far from any real fault.
   */
  static boolean agrees(long[] counts, double[] weights) {
    double total = 0;
    double sum = 0;
    for (int i = 0; i < counts.length; i++) {
      total += counts[i];
      sum += weights[i];
    }
    double statistic = 0;
    int freedom = -1;
    for (int i = 0; i < counts.length; i++) {
      double expected = total * weights[i] / sum;
      if (expected > 0) {
        statistic += (counts[i] - expected) * (counts[i] - expected) / expected;
        freedom++;
      } else if (counts[i] > 0) {
        return false;
      }
    }
    return Math.abs(statistic - freedom) < 5 * Math.sqrt(2.0 * Math.max(1, freedom));
  }
}
