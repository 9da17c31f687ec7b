package dev.perplex.lm.fused;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * LSTM whose gates see the cell: input and forget gate that of the step before, the output gate
 * this one's (Graves 2013, arXiv 1308.0850, equations 7 to 11).
 */
final class PeepholeLayer extends CellLayer {
  private final Tensor peepholes; // [3, hidden], order i f o
  private final Gradient toPeepholes;

  PeepholeLayer(Parameters parameters, int layer, int lanes, int steps) {
    super(parameters, layer, lanes, steps);
    this.peepholes = parameters.tensor(Parameters.ofLayer("weight_peephole", layer));
    this.toPeepholes = new Gradient(peepholes);
  }

  @Override
  List<Gradient> gradients() {
    List<Gradient> all = new ArrayList<>(super.gradients());
    all.add(toPeepholes);
    return all;
  }

  @Override
  void forwardStep(int t) {
    addRecurrence(t, gates, t * lanes * width);
    float[] p = peepholes.values();
    for (int row = t * lanes; row < (t + 1) * lanes; row++) {
      int at = row * width;
      int before = row * hidden;
      int now = (row + lanes) * hidden;
      for (int j = 0; j < hidden; j++) {
        gates[at + j] += p[j] * cells[before + j];
        gates[at + hidden + j] += p[hidden + j] * cells[before + j];
      }
      KERNEL.sigmoid(gates, at, 2 * hidden);
      KERNEL.tanh(gates, at + 2 * hidden, gates, at + 2 * hidden, hidden);
      for (int j = 0; j < hidden; j++) {
        float in = gates[at + j] * gates[at + 2 * hidden + j];
        float cell = gates[at + hidden + j] * cells[before + j] + in;
        cells[now + j] = cell;
        gates[at + 3 * hidden + j] += p[2 * hidden + j] * cell;
      }
      KERNEL.sigmoid(gates, at + 3 * hidden, hidden);
      KERNEL.tanh(cells, now, squashed, before, hidden);
      for (int j = 0; j < hidden; j++) {
        outputs[now + j] = gates[at + 3 * hidden + j] * squashed[before + j];
      }
    }
  }

  @Override
  void beginBack(int steps) {
    super.beginBack(steps);
    Arrays.fill(toPeepholes.values(), 0);
  }

  @Override
  void backwardStep(int t, float[] toOutputs) {
    float[] p = peepholes.values();
    float[] dp = toPeepholes.values();
    for (int lane = 0; lane < lanes; lane++) {
      int row = t * lanes + lane;
      int at = row * width;
      int here = row * hidden;
      for (int j = 0; j < hidden; j++) {
        float i = gates[at + j];
        float f = gates[at + hidden + j];
        float g = gates[at + 2 * hidden + j];
        float o = gates[at + 3 * hidden + j];
        float s = squashed[here + j];
        float before = cells[here + j];
        float now = f * before + i * g; // where it was kept may be zero: a document may begin next
        float dh = toOutputs[here + j];
        float toO = dh * s * (o * (1 - o));
        float d = toCells[lane * hidden + j] + dh * o * (1 - s * s) + toO * p[2 * hidden + j];
        float toI = d * g * (i * (1 - i));
        float toF = d * before * (f * (1 - f));
        gates[at + j] = toI;
        gates[at + hidden + j] = toF;
        gates[at + 2 * hidden + j] = d * i * (1 - g * g);
        gates[at + 3 * hidden + j] = toO;
        toCells[lane * hidden + j] = d * f + toI * p[j] + toF * p[hidden + j];
        dp[j] += toI * before;
        dp[hidden + j] += toF * before;
        dp[2 * hidden + j] += toO * now;
      }
    }
  }
}
