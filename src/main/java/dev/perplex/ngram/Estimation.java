package dev.perplex.ngram;

import java.io.Serializable;
import java.util.Arrays;

/**
 * From counts to probabilities, one context at a time; what a shard needs to know of the whole
 * corpus. Sums are exact or in the order of words, so the numbers do not depend on who counted
 * what.
 */
public final class Estimation implements Serializable {
  private static final long serialVersionUID = 1L;

  private final NgramSettings settings;
  private final Discounts discounts;
  private final double[] unigrams; // [vocabulary] probabilities

  private Estimation(NgramSettings settings, Discounts discounts, double[] unigrams) {
    this.settings = settings;
    this.discounts = discounts;
    this.unigrams = unigrams;
  }

  /**
   * @param countsOfCounts of orders 2 and up, over all shards
   * @param counts [vocabulary] of words: plain, or in how many contexts they stand where the
   *     smoothing counts that and the order is above 1
   */
  public static Estimation of(
      NgramSettings settings, CountsOfCounts countsOfCounts, long[] counts) {
    CountsOfCounts words = new CountsOfCounts(settings.order());
    for (long count : counts) {
      words.add(1, count);
    }
    Discounts discounts = Discounts.of(countsOfCounts.plus(words), settings.smoothing());
    return new Estimation(settings, discounts, unigrams(settings, discounts, counts));
  }

  /** Words, smoothed by the uniform distribution over the vocabulary. */
  private static double[] unigrams(NgramSettings settings, Discounts discounts, long[] counts) {
    long all = Arrays.stream(counts).sum();
    double taken =
        Arrays.stream(counts).filter(count -> count > 0).mapToDouble(c -> discounts.of(1, c)).sum();
    int words = counts.length;
    double[] probabilities = new double[words];
    for (int word = 0; word < words; word++) {
      if (settings.smoothing() == Smoothing.ADD_K) {
        probabilities[word] = (counts[word] + settings.k()) / (all + words * settings.k());
      } else if (taken > 0) {
        double rest = counts[word] == 0 ? 0 : counts[word] - discounts.of(1, counts[word]);
        probabilities[word] = (rest + taken / words) / all;
      } else {
        // Katz, every word being frequent: nothing was taken, so one more count is shared by all.
        probabilities[word] = (counts[word] + 1.0 / words) / (all + 1);
      }
    }
    return probabilities;
  }

  /** Of words without context: [vocabulary]. */
  double[] unigrams() {
    return unigrams;
  }

  /** Words. */
  public int vocabulary() {
    return unigrams.length;
  }

  public NgramSettings settings() {
    return settings;
  }

  public Discounts discounts() {
    return discounts;
  }

  /**
   * The probabilities after one context.
   *
   * @param n order of its n-grams
   * @param grams in which the context's rows are from {@code from} to {@code to}
   * @param lower [to - from] probability of each word after the context that is a word shorter; 0
   *     where it is not wanted because the n-gram is dropped
   * @param into set from {@code from} on
   * @return the share that the shorter context's probabilities are weighted by for other words; for
   *     add-k the probability of each other word
   */
  double estimate(
      int n, AdjustedCounts.Grams grams, int from, int to, double[] lower, double[] into) {
    return switch (settings.smoothing()) {
      case MODIFIED_KNESER_NEY, KNESER_NEY, ABSOLUTE ->
          interpolated(n, grams, from, to, lower, into);
      case KATZ -> katz(n, grams, from, to, lower, into);
      case ADD_K -> added(grams, from, to, into);
    };
  }

  private double interpolated(
      int n, AdjustedCounts.Grams grams, int from, int to, double[] lower, double[] into) {
    long all = 0;
    long dropped = 0;
    double taken = 0;
    for (int row = from; row < to; row++) {
      long count = grams.counts()[row];
      all += count;
      if (grams.pruned()[row]) {
        dropped += count;
      } else {
        taken += discounts.of(n, count);
      }
    }
    double share = (taken + dropped) / all;
    for (int row = from; row < to; row++) {
      long count = grams.counts()[row];
      into[row] =
          grams.pruned()[row]
              ? 0
              : (count - discounts.of(n, count)) / all + share * lower[row - from];
    }
    return share;
  }

  private double katz(
      int n, AdjustedCounts.Grams grams, int from, int to, double[] lower, double[] into) {
    long all = 0;
    double kept = 0;
    double lowerKept = 0;
    int words = 0;
    for (int row = from; row < to; row++) {
      long count = grams.counts()[row];
      all += count;
      if (!grams.pruned()[row]) {
        into[row] = count - discounts.of(n, count);
        kept += into[row];
        lowerKept += lower[row - from];
        words++;
      } else {
        into[row] = 0;
      }
    }
    if (words == 0) {
      return 1;
    }
    double rest = 1 - lowerKept;
    boolean complete = words == unigrams.length || rest < 1e-9; // no other word to give mass to
    // Where all counts are large, nothing was taken: one more count makes room (as SRILM does).
    double sum = complete ? kept : kept < all ? all : all + 1.0;
    for (int row = from; row < to; row++) {
      into[row] /= sum;
    }
    return complete ? 1 : (1 - kept / sum) / rest;
  }

  private double added(AdjustedCounts.Grams grams, int from, int to, double[] into) {
    long all = 0;
    for (int row = from; row < to; row++) {
      all += grams.counts()[row];
    }
    double sum = all + settings.k() * unigrams.length;
    for (int row = from; row < to; row++) {
      into[row] = (grams.counts()[row] + settings.k()) / sum;
    }
    return settings.k() / sum;
  }
}
