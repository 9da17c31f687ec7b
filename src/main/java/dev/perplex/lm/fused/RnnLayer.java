package dev.perplex.lm.fused;

/** One tanh (Elman 1990). */
final class RnnLayer extends RecurrentLayer {

  RnnLayer(Parameters parameters, int layer, int lanes, int steps) {
    super(parameters, layer, lanes, steps);
  }

  @Override
  void forwardStep(int t) {
    int at = t * lanes * width;
    addRecurrence(t, gates, at);
    KERNEL.tanh(gates, at, gates, at, lanes * width);
    System.arraycopy(gates, at, outputs, at + lanes * hidden, lanes * width);
  }

  @Override
  void backwardStep(int t, float[] toOutputs) {
    for (int i = t * lanes * width; i < (t + 1) * lanes * width; i++) {
      gates[i] = toOutputs[i] * (1 - gates[i] * gates[i]);
    }
  }
}
