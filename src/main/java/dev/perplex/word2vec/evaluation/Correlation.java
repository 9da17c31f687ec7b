package dev.perplex.word2vec.evaluation;

import it.unimi.dsi.fastutil.ints.IntArrays;

/** How far two series of numbers go together, from -1 to 1. */
final class Correlation {
  private Correlation() {}

  /** Pearson's; NaN for fewer than two pairs or where one series does not vary. */
  static double pearson(double[] x, double[] y) {
    double meanX = mean(x);
    double meanY = mean(y);
    double both = 0;
    double onlyX = 0;
    double onlyY = 0;
    for (int i = 0; i < x.length; i++) {
      double fromX = x[i] - meanX;
      double fromY = y[i] - meanY;
      both += fromX * fromY;
      onlyX += fromX * fromX;
      onlyY += fromY * fromY;
    }
    double spread = Math.sqrt(onlyX) * Math.sqrt(onlyY);
    return spread > 0 ? Math.max(-1, Math.min(1, both / spread)) : Double.NaN;
  }

  /** Spearman's: Pearson's of the ranks. */
  static double spearman(double[] x, double[] y) {
    return pearson(ranks(x), ranks(y));
  }

  /** From 1 for the least; equal numbers share the mean of their ranks. */
  static double[] ranks(double[] numbers) {
    int[] order = new int[numbers.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    IntArrays.quickSort(order, (one, other) -> Double.compare(numbers[one], numbers[other]));
    double[] ranks = new double[numbers.length];
    for (int start = 0; start < order.length; ) {
      int end = start + 1;
      while (end < order.length && numbers[order[end]] == numbers[order[start]]) {
        end++;
      }
      for (int i = start; i < end; i++) {
        ranks[order[i]] = (start + 1 + end) / 2.0;
      }
      start = end;
    }
    return ranks;
  }

  private static double mean(double[] numbers) {
    double sum = 0;
    for (double number : numbers) {
      sum += number;
    }
    return sum / numbers.length;
  }
}
