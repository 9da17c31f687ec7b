package dev.perplex.lm.fused;

import dev.perplex.lm.RegularizationSettings;

/**
 * Activation regularization (Merity et al. 2017, arXiv 1708.01009, eq. 1 and 2): {@code alpha *
 * mean(dropped^2)} and {@code beta * mean((output(t) - output(t - 1))^2)}, means over units, lanes
 * and steps, in nats a token. As losses here are sums over the steps, both are multiplied by them.
 */
public final class ActivationPenalty implements OutputPenalty {
  private final double alpha;
  private final double beta;

  private ActivationPenalty(double alpha, double beta) {
    this.alpha = alpha;
    this.beta = beta;
  }

  public static OutputPenalty of(RegularizationSettings settings) {
    return settings.activation() == 0 && settings.temporal() == 0
        ? NONE
        : new ActivationPenalty(settings.activation(), settings.temporal());
  }

  @Override
  public void add(
      float[] outputs,
      float[] dropped,
      int lanes,
      int steps,
      int hidden,
      float[] toOutputs,
      float[] toDropped) {
    int step = lanes * hidden;
    float level = (float) (2 * alpha / step);
    if (level != 0) {
      for (int i = 0; i < steps * step; i++) {
        toDropped[i] += level * dropped[i];
      }
    }
    float change = (float) (2 * perChange(steps, step));
    if (change != 0) {
      for (int i = step; i < steps * step; i++) {
        float slope = change * (outputs[i] - outputs[i - step]);
        toOutputs[i] += slope;
        toOutputs[i - step] -= slope;
      }
    }
  }

  private double perChange(int steps, int step) {
    return steps > 1 ? beta * steps / ((steps - 1.0) * step) : 0;
  }

  /** The penalty itself, as {@link #add} has it: nats, summed over time and averaged over lanes. */
  double value(float[] outputs, float[] dropped, int lanes, int steps, int hidden) {
    int step = lanes * hidden;
    double level = 0;
    for (int i = 0; i < steps * step; i++) {
      level += (double) dropped[i] * dropped[i];
    }
    double change = 0;
    for (int i = step; i < steps * step; i++) {
      double difference = (double) outputs[i] - outputs[i - step];
      change += difference * difference;
    }
    return alpha * level / step + perChange(steps, step) * change;
  }
}
