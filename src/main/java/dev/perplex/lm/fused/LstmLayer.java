package dev.perplex.lm.fused;

import java.util.Arrays;

/** Long short-term memory with a forget gate (Gers et al. 2000). */
final class LstmLayer extends RecurrentLayer {
  private final float[] cells; // [(steps + 1) * lanes * hidden], c; the first is the state before
  private final float[] squashed; // [steps * lanes * hidden], tanh(c)
  private final float[] cellState; // [lanes * hidden], c that goes on
  private final float[] toCells; // [lanes * hidden]

  LstmLayer(Parameters parameters, int layer, int lanes, int steps) {
    super(parameters, layer, lanes, steps);
    this.cells = new float[outputs.length];
    this.squashed = new float[outputs.length - lanes * hidden];
    this.cellState = new float[lanes * hidden];
    this.toCells = new float[lanes * hidden];
  }

  @Override
  float[] cellState() {
    return cellState;
  }

  @Override
  void begin(int steps) {
    System.arraycopy(cellState, 0, cells, 0, cellState.length);
  }

  @Override
  void end(int steps) {
    System.arraycopy(cells, steps * cellState.length, cellState, 0, cellState.length);
  }

  @Override
  void startDocument(int row) {
    Arrays.fill(cells, row * hidden, (row + 1) * hidden, 0);
  }

  @Override
  void endDocument(int lane) {
    Arrays.fill(toCells, lane * hidden, (lane + 1) * hidden, 0);
  }

  @Override
  void forwardStep(int t) {
    addRecurrence(t, gates, t * lanes * width);
    for (int lane = 0; lane < lanes; lane++) {
      int row = t * lanes + lane;
      KERNEL.lstmForward(
          gates,
          row * width,
          cells,
          row * hidden,
          (row + lanes) * hidden,
          squashed,
          row * hidden,
          outputs,
          (row + lanes) * hidden,
          hidden);
    }
  }

  @Override
  void beginBack(int steps) {
    Arrays.fill(toCells, 0);
  }

  @Override
  void backwardStep(int t, float[] toOutputs) {
    for (int lane = 0; lane < lanes; lane++) {
      int row = t * lanes + lane;
      KERNEL.lstmBackward(
          gates,
          row * width,
          cells,
          row * hidden,
          squashed,
          row * hidden,
          toOutputs,
          row * hidden,
          toCells,
          lane * hidden,
          hidden);
    }
  }
}
