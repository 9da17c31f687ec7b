package dev.perplex.word2vec.evaluation;

import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;

/**
 * How far two series of numbers go together, from -1 to 1; NaN for fewer than two pairs or where
 * one series does not vary.
 */
final class Correlation {
  private Correlation() {}

  static double pearson(double[] x, double[] y) {
    // The library refuses what has no correlation for being too short.
    return x.length < 2 ? Double.NaN : new PearsonsCorrelation().correlation(x, y);
  }

  /** Pearson's of the ranks, equal numbers sharing the mean of theirs. */
  static double spearman(double[] x, double[] y) {
    return x.length < 2 ? Double.NaN : new SpearmansCorrelation().correlation(x, y);
  }
}
