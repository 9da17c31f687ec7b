package dev.perplex.lm.fused;

import dev.perplex.lm.Minibatch;
import java.util.List;

/**
 * One worker's network while it trains: parameters, recurrent state, optimizer. Serves one thread;
 * buffers are made once, and a step makes no garbage to speak of.
 */
@SuppressWarnings("DoNotCallSuggester") // the contract alone, so far
public final class Replica {

  /**
   * @param lanes of every minibatch
   * @param steps of the longest minibatch
   * @param clip bound on the whole gradient's L2 norm, of the loss summed over time and averaged
   *     over lanes; 0 for none
   */
  public Replica(
      NetworkShape shape,
      int lanes,
      int steps,
      double clip,
      Optimizer optimizer,
      Masks masks,
      OutputPenalty penalty) {
    throw new UnsupportedOperationException();
  }

  /** In a fixed order; the arrays themselves, to be loaded and read between steps. */
  public List<Tensor> parameters() {
    throw new UnsupportedOperationException();
  }

  /**
   * Forward, backward, clipping, update. The recurrent state goes on to the next minibatch.
   *
   * @param seedOfStep of masks and samples
   */
  public StepFigures step(Minibatch minibatch, double rate, long seedOfStep) {
    throw new UnsupportedOperationException();
  }

  /**
   * Rows of a parameter that steps had gradients for since {@link #forgetTouched}.
   *
   * @return [rows], the replica's own; null where all may have moved
   */
  public boolean[] touchedRows(Tensor parameter) {
    throw new UnsupportedOperationException();
  }

  /** Begins to note touched rows anew: the parameters were just loaded. */
  public void forgetTouched() {
    throw new UnsupportedOperationException();
  }

  /** As before the first token of a text. */
  public void resetState() {
    throw new UnsupportedOperationException();
  }

  /** A copy of the recurrent state: [layers * (h, and c where there is one) * lanes * hidden]. */
  public float[] state() {
    throw new UnsupportedOperationException();
  }

  /** Goes on from a state that {@link #state()} gave. */
  public void state(float[] saved) {
    throw new UnsupportedOperationException();
  }

  /** What the optimizer remembers, to be stored and loaded with the parameters. */
  public List<Tensor> optimizerState() {
    throw new UnsupportedOperationException();
  }
}
