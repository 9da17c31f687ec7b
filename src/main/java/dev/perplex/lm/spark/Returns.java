package dev.perplex.lm.spark;

import dev.perplex.provenance.ExitCode;
import dev.perplex.provenance.PerplexException;

/** How often training has gone back to its last checkpoint. */
final class Returns {
  /** Times that training goes back to the same checkpoint before it gives up. */
  private static final int MOST = 5;

  private int count;

  /** Another checkpoint was written. */
  void forget() {
    count = 0;
  }

  /**
   * Counts one more.
   *
   * @return a line for the user
   * @throws PerplexException where that was once too often
   */
  String after(RoundLost lost, int round, int checkpoint) {
    if (++count > MOST) {
      throw new PerplexException(
          ExitCode.FAILED,
          String.format(
              "executors were lost %d times in the rounds after round %d (%s is gone). Give"
                  + " executors more memory, or set train.checkpoint-seconds lower.",
              count, checkpoint, lost.getMessage()),
          lost);
    }
    return String.format(
        "an executor was lost (%s is gone): going back from round %d to round %d",
        lost.getMessage(), round, checkpoint);
  }
}
