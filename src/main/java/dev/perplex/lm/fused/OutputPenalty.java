package dev.perplex.lm.fused;

/**
 * A term of the loss that the top recurrent layer's outputs pay, as activation regularization does
 * (Merity et al. 2017, arXiv 1708.01009). It is trained against, but not counted as a loss.
 */
public interface OutputPenalty {

  /** None. */
  OutputPenalty NONE = (outputs, dropped, lanes, steps, hidden, toOutputs, toDropped) -> {};

  /**
   * Adds its derivatives.
   *
   * @param outputs [steps * lanes * hidden], row {@code t * lanes + lane}, before dropout
   * @param dropped the same after dropout; the same array where there is none
   * @param toOutputs derivatives of the loss summed over time and averaged over lanes, by the
   *     outputs; as long
   * @param toDropped the same by the outputs after dropout, which are multiplied by the mask later
   */
  void add(
      float[] outputs,
      float[] dropped,
      int lanes,
      int steps,
      int hidden,
      float[] toOutputs,
      float[] toDropped);
}
