package dev.perplex.lm.fused;

import dev.perplex.kernel.ActivationKernel;
import dev.perplex.lm.SoftmaxSettings.Sampling;

/**
 * A loss of the scores of some drawn words and, last, of the word that followed; each less the log
 * of its probability of being drawn.
 */
interface SampledLoss {
  ActivationKernel KERNEL = ActivationKernel.fastest();

  /**
   * Overwrites scores with the loss's derivatives by them.
   *
   * @param scores [count] from {@code at} on
   * @param shifts [count], added to the scores first; 0 at the end
   * @return the loss, nats
   */
  double slopes(float[] scores, int at, float[] shifts, int count);

  static SampledLoss of(Sampling kind) {
    return switch (kind) {
      case IMPORTANCE -> SampledLoss::importance;
      case BLACKOUT -> SampledLoss::blackout;
      case NCE -> SampledLoss::noise;
    };
  }

  /** {@code -log p(last)}, p the softmax. */
  private static double importance(float[] scores, int at, float[] shifts, int count) {
    int last = at + count - 1;
    double score = scores[last];
    double loss = softmax(scores, at, shifts, count) - score;
    scores[last] -= 1;
    return loss;
  }

  /** Turns scores into probabilities; returns the log of the sum of their exponentials. */
  private static double softmax(float[] scores, int at, float[] shifts, int count) {
    float high = KERNEL.highestSum(scores, at, shifts, 0, count);
    float sum = KERNEL.exponentials(scores, at, shifts, 0, high, count);
    KERNEL.scale(1 / sum, scores, at, count);
    return high + Math.log(sum);
  }

  /**
   * {@code -log p(last) - sum of log(1 - p(other))} (Ji et al. 2016, arXiv 1511.06909, eq. 6). Its
   * derivative by a score i: {@code p(i) - [i is last] + [i is other] p(i) / (1 - p(i)) - p(i) *
   * sum over others j of p(j) / (1 - p(j))}. A drawn word whose probability is within 1e-6 of 1
   * counts as at that distance.
   */
  private static double blackout(float[] scores, int at, float[] shifts, int count) {
    int last = at + count - 1;
    double score = scores[last];
    double loss = softmax(scores, at, shifts, count) - score;
    double odds = 0;
    double product = 1; // of 1 - p
    for (int i = at; i < last; i++) {
      double other = Math.max(1e-6, 1 - (double) scores[i]);
      odds += scores[i] / other;
      product *= other;
      if (product < 1e-200) {
        loss -= Math.log(product);
        product = 1;
      }
    }
    loss -= Math.log(product);
    float common = (float) (1 - odds);
    for (int i = at; i < last; i++) {
      float p = scores[i];
      scores[i] = p * common + p / Math.max(1e-6f, 1 - p);
    }
    scores[last] = scores[last] * common - 1;
    return loss;
  }

  /**
   * {@code -log s(last) - sum of log(1 - s(other))}, s the logistic function (Mnih and Teh 2012,
   * eq. 8, with the normalizer 1). Its derivative by a score: {@code s(i) - [i is last]}.
   */
  private static double noise(float[] scores, int at, float[] shifts, int count) {
    int last = at + count - 1;
    double loss = 0;
    for (int i = at; i <= last; i++) {
      scores[i] += shifts[i - at];
      // log(1 + exp(x)) without overflow
      double x = i == last ? -scores[i] : scores[i];
      loss += Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }
    KERNEL.sigmoid(scores, at, count);
    scores[last] -= 1;
    return loss;
  }
}
