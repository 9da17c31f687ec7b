package dev.perplex.lm.spark;

import dev.perplex.lm.LearningPoint;

/** Hears how training goes. */
public interface TrainingListener {

  /** Hears nothing. */
  TrainingListener NONE = new TrainingListener() {};

  /**
   * After each averaging round.
   *
   * @param tokens labels trained on so far, of {@code total}
   * @param tokensPerSecond over this process's training so far
   * @param loss at the round's last minibatch, averaged over workers, nats a token
   */
  default void round(long tokens, long total, double tokensPerSecond, double loss) {}

  /** After each validation. */
  default void segment(LearningPoint point) {}

  /** A line for the user: what training does that one would not expect, or what it needs. */
  default void note(String line) {}
}
