package dev.perplex.lm.fused;

import dev.perplex.lm.OptimizerSettings;
import java.util.List;

/** How gradients move parameters. Serves one thread and one replica. */
public interface Optimizer {

  /**
   * The one that the settings ask for, with all that it will need.
   *
   * @param gradients one of each tensor, in the order of every later step
   */
  static Optimizer of(OptimizerSettings settings, List<Gradient> gradients) {
    Descent descent = new Descent(UpdateRule.of(settings), settings.weightDecay(), gradients);
    return settings.method() == OptimizerSettings.Method.NT_ASGD
        ? new AveragedDescent(descent, settings.patience(), gradients)
        : descent;
  }

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
   * Rows of a tensor are about to be read: brings those that rested to where the steps of their
   * rest would have brought them, had their gradients been zero.
   *
   * @param rows repeats do no harm
   * @param rate of the steps that they make up for
   */
  default void read(Tensor tensor, int[] rows, double rate) {}

  /**
   * Hears how validations went; only one that averages weights listens.
   *
   * @param losses of all validations so far, oldest first, nats a token
   */
  default void validated(double... losses) {}

  /**
   * The means of the weights since averaging began, in the order of the gradients, brought up to
   * this step: the weights to validate and to keep. Empty while there are none. Whoever changes
   * parameters from outside calls this before, so that resting rows count at their old values.
   */
  default List<Tensor> averages() {
    return List.of();
  }

  /**
   * What it remembers from step to step (moments, sums), for checkpoints; the tensors themselves.
   */
  List<Tensor> state();
}
