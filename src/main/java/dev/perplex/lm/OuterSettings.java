package dev.perplex.lm;

import dev.perplex.provenance.Check;
import java.io.Serializable;

/**
 * The step that all workers' mean change makes: {@code m = momentum * m + change}, {@code theta +=
 * rate * (change + momentum * m)} (Nesterov's momentum over rounds: Chen and Huo 2016; Douillard et
 * al. 2023, arXiv 2311.08105). Rate 1 and momentum 0 is plain averaging.
 *
 * @param rate length of the step by that of the mean change; 0 chooses rate and momentum by the
 *     number of workers
 * @param momentum share of the momentum that a round keeps
 */
public record OuterSettings(double rate, double momentum) implements Serializable {

  public OuterSettings {
    Check.that(rate >= 0 && rate < Double.POSITIVE_INFINITY, "rate", rate, "is below 0");
    Check.that(momentum >= 0 && momentum < 1, "momentum", momentum, "is not in [0, 1)");
  }

  /** Chooses by the number of workers. */
  public static OuterSettings chosen() {
    return new OuterSettings(0, 0);
  }

  /** What these settings come to for so many workers. */
  public OuterSettings of(int workers) {
    if (rate > 0) {
      return this;
    }
    if (workers == 1) {
      return new OuterSettings(1, 0);
    }
    if (workers < 4) {
      return new OuterSettings(1, 0.5);
    }
    return workers < 8 ? new OuterSettings(0.9, 0.75) : new OuterSettings(0.7, 0.9);
  }

  /** Whether the workers' mean is the next round's start, and nothing more. */
  public boolean isPlain() {
    return rate == 1 && momentum == 0;
  }
}
