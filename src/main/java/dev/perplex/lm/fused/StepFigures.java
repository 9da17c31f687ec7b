package dev.perplex.lm.fused;

/**
 * What one training step saw.
 *
 * @param loss nats, summed over the minibatch's tokens, before the update
 * @param tokens of the minibatch
 * @param gradientNorm L2 norm of the whole gradient, before clipping; the gradient is of the loss
 *     summed over time and averaged over lanes
 */
public record StepFigures(double loss, long tokens, double gradientNorm) {

  /** Whether the step was a sane one: a worker whose numbers ran away has to be left out. */
  public boolean isFinite() {
    return Double.isFinite(loss) && Double.isFinite(gradientNorm);
  }
}
