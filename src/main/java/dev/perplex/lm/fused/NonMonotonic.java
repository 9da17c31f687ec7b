package dev.perplex.lm.fused;

/** When NT-ASGD starts to average: a function of the validations alone. */
public final class NonMonotonic {
  private NonMonotonic() {}

  /**
   * The first validation that is worse than the best of those more than {@code patience} before it
   * (Merity et al. 2017, algorithm 1, with {@code n = patience}); -1 where there is none. A loss
   * that is not a number is neither worse nor best.
   *
   * @param losses of all validations so far, oldest first
   */
  public static int start(int patience, double... losses) {
    double best = Double.POSITIVE_INFINITY; // of losses[0] to losses[i - patience - 1]
    for (int i = patience + 1; i < losses.length; i++) {
      double late = losses[i - patience - 1];
      best = late < best ? late : best;
      if (losses[i] > best) {
        return i;
      }
    }
    return -1;
  }
}
