package dev.perplex.lm.fused;

import java.util.List;

/** How gradients move parameters. Serves one thread and one replica. */
public interface Optimizer {

  /**
   * Moves the parameters against their gradients.
   *
   * @param gradients one of each tensor, in the same order at each call
   * @param rate learning rate of this step
   */
  void step(List<Gradient> gradients, double rate);

  /**
   * The same with gradients that are to be multiplied first, as clipping does; those that multiply
   * on the way save a pass. What gradients hold afterwards is left open.
   *
   * @param scale 1 for gradients as they are
   */
  default void step(List<Gradient> gradients, double rate, double scale) {
    if (scale != 1) {
      for (Gradient gradient : gradients) {
        gradient.scale(scale);
      }
    }
    step(gradients, rate);
  }

  /**
   * What it remembers from step to step (moments, sums), for checkpoints; the tensors themselves.
   */
  List<Tensor> state();
}
