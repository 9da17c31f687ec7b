package dev.perplex.lm.fused;

import java.util.List;

/** The norm of all gradients together, and the bound on it (Pascanu et al. 2013, algorithm 1). */
final class GlobalNorm {
  private GlobalNorm() {}

  /** The L2 norm over all tensors, whose squares are added in double and in order. */
  static double of(List<Gradient> gradients) {
    double squares = 0;
    for (Gradient gradient : gradients) {
      squares += gradient.squares();
    }
    return Math.sqrt(squares);
  }

  /**
   * What brings a norm within its bound: one factor for all gradients.
   *
   * @param bound 0 for none
   */
  static double scale(double norm, double bound) {
    return bound > 0 && norm > bound ? bound / norm : 1;
  }
}
