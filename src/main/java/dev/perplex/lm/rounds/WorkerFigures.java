package dev.perplex.lm.rounds;

import java.io.Serializable;

/**
 * What the driver hears of a worker's round.
 *
 * @param tokens trained on
 * @param loss nats, summed over the tokens
 * @param norm L2 norm of its change of all parameters; not finite where a change is not
 * @param minibatches trained on
 * @param gradientNorms L2 norms of their gradients before clipping, summed
 * @param seconds that it trained; 0 where nobody looked at the clock
 */
public record WorkerFigures(
    long tokens, double loss, double norm, int minibatches, double gradientNorms, double seconds)
    implements Serializable {

  /** The same, which took this long. */
  public WorkerFigures in(double trained) {
    return new WorkerFigures(tokens, loss, norm, minibatches, gradientNorms, trained);
  }

  /** Whether loss and change are numbers. */
  public boolean isFinite() {
    return Double.isFinite(loss) && Double.isFinite(norm);
  }
}
