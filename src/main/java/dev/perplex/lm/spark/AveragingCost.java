package dev.perplex.lm.spark;

import dev.perplex.lm.rounds.WorkerFigures;
import java.util.List;
import java.util.Locale;

/** What this process's rounds took beyond their minibatches. */
final class AveragingCost {
  private double seconds;
  private double training; // of these, those of each round's slowest worker
  private int rounds;
  private long tokens;

  /**
   * @param took seconds of the round
   * @param done tokens of all workers
   */
  void add(double took, List<WorkerFigures> workers, long done) {
    seconds += took;
    training += workers.stream().mapToDouble(WorkerFigures::seconds).max().orElse(0);
    rounds++;
    tokens += done;
  }

  double tokensPerSecond() {
    return tokens / seconds;
  }

  boolean isKnown() {
    return rounds > 0;
  }

  /** A line for the user. */
  String line() {
    return String.format(
        Locale.ROOT,
        "averaging took %.1f %% of the rounds' time: %.0f ms a round",
        100 * (1 - training / seconds),
        1e3 * (seconds - training) / rounds);
  }
}
