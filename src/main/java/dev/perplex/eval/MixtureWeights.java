package dev.perplex.eval;

import java.util.Arrays;

/**
 * Models whose probabilities are mixed: {@code p = sum of weights[k] p[k]} (Jelinek and Mercer
 * 1980).
 *
 * @param weights of the parts; they sum to 1
 * @param iterations of expectation maximization (Dempster, Laird and Rubin 1977)
 * @param loss of the mixture with these weights on the tokens that they were fitted on, nats a
 *     token
 */
@SuppressWarnings("ArrayRecordComponent") // a result, never compared
public record MixtureWeights(double[] weights, int iterations, double loss) {
  /** Nats a token that an iteration must gain for another one to follow. */
  private static final double LEAST_GAIN = 1e-10;

  private static final int MOST_ITERATIONS = 10_000;

  /**
   * The weights that make the mixture's loss smallest. The loss is convex in the weights, so there
   * is one minimum, and each iteration lowers it.
   *
   * @param losses [parts][tokens] nats
   * @throws IllegalArgumentException where there are no tokens, or a token has no probability by
   *     any part
   */
  public static MixtureWeights fit(double[][] losses) {
    int parts = losses.length;
    int tokens = losses[0].length;
    if (tokens == 0) {
      throw new IllegalArgumentException("no tokens to fit weights on");
    }
    double[] weights = new double[parts];
    Arrays.fill(weights, 1.0 / parts);
    double[] shares = new double[parts];
    double before = Double.POSITIVE_INFINITY;
    for (int iteration = 0; ; iteration++) {
      double[] sums = new double[parts];
      double sum = 0;
      for (int token = 0; token < tokens; token++) {
        sum += expect(losses, token, weights, shares);
        for (int part = 0; part < parts; part++) {
          sums[part] += shares[part];
        }
      }
      double loss = sum / tokens;
      if (!Double.isFinite(loss)) {
        throw new IllegalArgumentException("a token has no probability by any of the parts");
      }
      if (before - loss < LEAST_GAIN || iteration == MOST_ITERATIONS) {
        return new MixtureWeights(weights, iteration, loss);
      }
      before = loss;
      for (int part = 0; part < parts; part++) {
        weights[part] = sums[part] / tokens;
      }
    }
  }

  /** Sets each part's share of a token's probability; returns the mixture's loss. */
  private static double expect(double[][] losses, int token, double[] weights, double[] shares) {
    double least = Double.POSITIVE_INFINITY;
    for (double[] part : losses) {
      least = Math.min(least, part[token]);
    }
    double sum = 0;
    for (int part = 0; part < shares.length; part++) {
      shares[part] =
          losses[part][token] == Double.POSITIVE_INFINITY
              ? 0
              : weights[part] * Math.exp(least - losses[part][token]);
      sum += shares[part];
    }
    for (int part = 0; part < shares.length; part++) {
      shares[part] /= sum;
    }
    return least - Math.log(sum);
  }

  /**
   * The mixture's losses, nats.
   *
   * @param losses [parts][tokens] of the parts
   */
  public static double[] losses(double[] weights, double[][] losses) {
    double[] shares = new double[weights.length];
    double[] mixed = new double[losses[0].length];
    for (int token = 0; token < mixed.length; token++) {
      mixed[token] = expect(losses, token, weights, shares);
    }
    return mixed;
  }
}
