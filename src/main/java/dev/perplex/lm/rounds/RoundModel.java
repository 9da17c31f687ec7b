package dev.perplex.lm.rounds;

import dev.perplex.lm.Minibatch;
import dev.perplex.lm.fused.StepFigures;
import dev.perplex.lm.fused.Tensor;
import java.util.List;

/** A worker's own model while it trains: all that a round asks of an engine. Serves one thread. */
public interface RoundModel {

  /** In a fixed order; the arrays themselves. */
  List<Tensor> parameters();

  /** The global parameters were just written into {@link #parameters}. */
  void loaded();

  /**
   * Rows of a parameter that may have moved since {@link #loaded}; null where all may have.
   *
   * @param parameter one of {@link #parameters}
   */
  boolean[] touchedRows(Tensor parameter);

  /** Trains on a minibatch; the recurrent state goes on to the next one. */
  StepFigures step(Minibatch minibatch, double rate, long seedOfStep);

  /** Recurrent state as before the first token of a text. */
  void resetState();

  /** A copy of the recurrent state. */
  float[] state();

  void state(float[] saved);

  /** What the optimizer remembers; the arrays themselves. All zero at the start. */
  List<Tensor> optimizerState();
}
