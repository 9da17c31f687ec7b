package dev.perplex.lm.rounds;

import java.io.Serializable;

/**
 * What the driver hears of a worker's round.
 *
 * @param tokens trained on
 * @param loss nats, summed over the tokens
 * @param norm L2 norm of its change of all parameters; not finite where a change is not
 */
public record WorkerFigures(long tokens, double loss, double norm) implements Serializable {

  /** Whether loss and change are numbers. */
  public boolean isFinite() {
    return Double.isFinite(loss) && Double.isFinite(norm);
  }
}
