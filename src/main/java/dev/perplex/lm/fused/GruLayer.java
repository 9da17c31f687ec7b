package dev.perplex.lm.fused;

/**
 * Gated recurrent unit (Cho et al. 2014), with the reset gate after the recurrence's product, as
 * cuDNN and PyTorch have it: {@code n = tanh(Wx + b + r (Uh + b'))}, {@code h' = (1 - z) n + z h}.
 * Gates stand in the order r z n.
 */
final class GruLayer extends RecurrentLayer {
  private final float[] recurrent; // [steps * lanes * width], sums by the recurrence alone

  GruLayer(Parameters parameters, int layer, int lanes, int steps) {
    super(parameters, layer, lanes, steps);
    this.recurrent = new float[gates.length];
  }

  @Override
  boolean recurrenceSharesSums() {
    return false;
  }

  @Override
  float[] recurrentSums() {
    return recurrent;
  }

  @Override
  void forwardStep(int t) {
    for (int row = t * lanes; row < (t + 1) * lanes; row++) {
      System.arraycopy(recurrentBias.values(), 0, recurrent, row * width, width);
    }
    addRecurrence(t, recurrent, t * lanes * width);
    for (int row = t * lanes; row < (t + 1) * lanes; row++) {
      int at = row * width;
      int candidate = at + 2 * hidden;
      KERNEL.axpy(1, recurrent, at, gates, at, 2 * hidden);
      KERNEL.sigmoid(gates, at, 2 * hidden);
      for (int j = 0; j < hidden; j++) {
        gates[candidate + j] += gates[at + j] * recurrent[candidate + j];
      }
      KERNEL.tanh(gates, candidate, gates, candidate, hidden);
      int here = row * hidden;
      int now = (row + lanes) * hidden;
      for (int j = 0; j < hidden; j++) {
        float n = gates[candidate + j];
        outputs[now + j] = n + gates[at + hidden + j] * (before[here + j] - n);
      }
    }
  }

  private float[] through; // [lanes * hidden], derivatives by h of the step before, past all gates

  @Override
  void beginBack(int steps) {
    if (through == null) {
      through = new float[lanes * hidden];
    }
  }

  @Override
  void addDirect(int t, float[] toOutputs) {
    KERNEL.axpy(1, through, 0, toOutputs, t * lanes * hidden, lanes * hidden);
  }

  @Override
  void backwardStep(int t, float[] toOutputs) {
    for (int lane = 0; lane < lanes; lane++) {
      int row = t * lanes + lane;
      int at = row * width;
      int here = row * hidden;
      for (int j = 0; j < hidden; j++) {
        float r = gates[at + j];
        float z = gates[at + hidden + j];
        float n = gates[at + 2 * hidden + j];
        float dh = toOutputs[here + j];
        float toN = dh * (1 - z) * (1 - n * n);
        float toR = toN * recurrent[at + 2 * hidden + j] * (r * (1 - r));
        float toZ = dh * (before[here + j] - n) * (z * (1 - z));
        gates[at + j] = toR;
        gates[at + hidden + j] = toZ;
        gates[at + 2 * hidden + j] = toN;
        recurrent[at + j] = toR;
        recurrent[at + hidden + j] = toZ;
        recurrent[at + 2 * hidden + j] = toN * r;
        through[lane * hidden + j] = dh * z;
      }
    }
  }
}
