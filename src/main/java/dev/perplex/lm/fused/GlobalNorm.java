package dev.perplex.lm.fused;

import java.util.List;

/** The norm of all gradients together, and the bound on it (Pascanu et al. 2013, algorithm 1). */
public final class GlobalNorm {
  private GlobalNorm() {}

  /** The L2 norm over all tensors, summed in double in a fixed order. */
  public static double of(List<Gradient> gradients) {
    double sum = 0;
    for (Gradient gradient : gradients) {
      sum += squares(gradient.values(), length(gradient));
    }
    return Math.sqrt(sum);
  }

  /**
   * Scales all gradients by one factor where their norm is above the bound.
   *
   * @param bound 0 for none
   * @return the norm before; where it is not finite, nothing was scaled and a step should not be
   *     taken
   */
  public static double clip(List<Gradient> gradients, double bound) {
    double norm = of(gradients);
    if (bound > 0 && norm > bound && norm < Double.POSITIVE_INFINITY) {
      for (Gradient gradient : gradients) {
        Moments.scale(gradient.values(), bound / norm, length(gradient));
      }
    }
    return norm;
  }

  private static int length(Gradient gradient) {
    return gradient.count() * gradient.tensor().columns();
  }

  // Four sums: with one, every addition waits for the one before it.
  private static double squares(float[] x, int length) {
    double sum0 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double sum3 = 0;
    int i = 0;
    for (; i < length - 3; i += 4) {
      sum0 += (double) x[i] * x[i];
      sum1 += (double) x[i + 1] * x[i + 1];
      sum2 += (double) x[i + 2] * x[i + 2];
      sum3 += (double) x[i + 3] * x[i + 3];
    }
    for (; i < length; i++) {
      sum0 += (double) x[i] * x[i];
    }
    return (sum0 + sum1) + (sum2 + sum3);
  }
}
