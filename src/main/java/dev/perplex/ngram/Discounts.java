package dev.perplex.ngram;

import java.io.Serializable;

/**
 * What is taken from each count, by order. With {@code Y = n1 / (n1 + 2 n2)}, where n1 is how many
 * n-grams of the order have the count 1:
 *
 * <ul>
 *   <li>one discount: {@code Y} (Ney, Essen and Kneser 1994)
 *   <li>three: {@code c - (c + 1) Y n(c+1) / n(c)} for counts 1, 2, and 3 or more (Chen and Goodman
 *       1998, equation 26)
 *   <li>Katz: Good-Turing's for counts up to 5 (Katz 1987, equation 15)
 * </ul>
 *
 * Where an order's counts of counts do not give every discount in its range, as in a tiny corpus,
 * that order takes 1/2 for one, 1/2, 1 and 3/2 for three, and for Katz one discount.
 */
public final class Discounts implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int KATZ_COUNTS = 5;

  private final double[][] amounts; // [order + 1][counts + 1], the last holds for all counts above
  private final boolean[] fallbacks; // [order + 1]

  private Discounts(int order) {
    this.amounts = new double[order + 1][];
    this.fallbacks = new boolean[order + 1];
  }

  /** The discounts of a model with these counts. */
  public static Discounts of(CountsOfCounts counts, Smoothing smoothing) {
    Discounts discounts = new Discounts(counts.order());
    for (int n = 1; n <= counts.order(); n++) {
      double[] found =
          switch (smoothing) {
            case MODIFIED_KNESER_NEY -> three(counts, n);
            case KNESER_NEY, ABSOLUTE -> one(counts, n);
            case KATZ -> katz(counts, n);
            case ADD_K -> new double[] {0, 0};
          };
      discounts.fallbacks[n] = found == null;
      discounts.amounts[n] = found == null ? fallback(counts, n, smoothing) : found;
    }
    return discounts;
  }

  private static double[] fallback(CountsOfCounts counts, int n, Smoothing smoothing) {
    if (smoothing == Smoothing.MODIFIED_KNESER_NEY) {
      return new double[] {0, .5, 1, 1.5};
    }
    double[] one = smoothing == Smoothing.KATZ ? one(counts, n) : null;
    return one == null ? new double[] {0, .5} : one;
  }

  private static double y(CountsOfCounts counts, int n) {
    return (double) counts.of(n, 1) / (counts.of(n, 1) + 2.0 * counts.of(n, 2));
  }

  private static double[] one(CountsOfCounts counts, int n) {
    double y = y(counts, n);
    return y > 0 && y < 1 ? new double[] {0, y} : null;
  }

  private static double[] three(CountsOfCounts counts, int n) {
    double y = y(counts, n);
    double[] found = new double[4];
    for (int count = 1; count <= 3; count++) {
      found[count] = count - (count + 1) * y * counts.of(n, count + 1) / counts.of(n, count);
      if (!(found[count] > 0 && found[count] <= count)) {
        return null;
      }
    }
    return found;
  }

  private static double[] katz(CountsOfCounts counts, int n) {
    double[] found = new double[KATZ_COUNTS + 2]; // the last: nothing is taken from large counts
    double cut = (KATZ_COUNTS + 1.0) * counts.of(n, KATZ_COUNTS + 1) / counts.of(n, 1);
    for (int count = 1; count <= KATZ_COUNTS; count++) {
      double turing = (count + 1.0) * counts.of(n, count + 1) / counts.of(n, count);
      double share = (turing / count - cut) / (1 - cut);
      found[count] = count * (1 - share);
      if (!(share > 0 && share < 1)) {
        return null;
      }
    }
    return found;
  }

  /** What is taken from a count of an n-gram of order {@code n}. */
  public double of(int n, long count) {
    double[] mine = amounts[n];
    return mine[(int) Math.min(count, mine.length - 1)];
  }

  /** Whether the order's counts of counts gave no discounts. */
  public boolean isFallback(int n) {
    return fallbacks[n];
  }
}
