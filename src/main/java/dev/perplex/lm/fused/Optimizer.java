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
   * What it remembers from step to step (moments, sums), for checkpoints; the tensors themselves.
   */
  List<Tensor> state();
}
