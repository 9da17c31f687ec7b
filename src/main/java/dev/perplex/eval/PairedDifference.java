package dev.perplex.eval;

import java.util.function.ToDoubleFunction;

/**
 * How far two models' mean losses are apart on the same units, by the paired bootstrap.
 *
 * @param difference the first's mean less the second's, nats a token (or byte): below 0 the first
 *     is better
 * @param interval of the difference
 * @param pValue how often a difference as large comes about where there is none: the share of
 *     resamples whose difference is at least as far from the sample's own as that is from 0 (Efron
 *     and Tibshirani 1993, chapter 16), the sample itself counted, so that it is never 0
 */
public record PairedDifference(double difference, Range interval, double pValue) {

  /**
   * @param model column of its losses
   * @param baseline column of the other's
   * @param size column of tokens, or of what else a mean is taken over
   */
  public static PairedDifference of(
      Resamples resamples, int model, int baseline, int size, double level) {
    ToDoubleFunction<double[]> mean = sums -> (sums[model] - sums[baseline]) / sums[size];
    double difference =
        (resamples.total(model) - resamples.total(baseline)) / resamples.total(size);
    double[] figures = resamples.figures(mean);
    int asFar = 1;
    for (double figure : figures) {
      if (Math.abs(figure - difference) >= Math.abs(difference)) {
        asFar++;
      }
    }
    return new PairedDifference(
        difference, Resamples.interval(level, figures), (double) asFar / (figures.length + 1));
  }
}
