package dev.perplex.lm.fused;

/** Long short-term memory with a forget gate (Gers et al. 2000). */
final class LstmLayer extends CellLayer {

  LstmLayer(Parameters parameters, int layer, int lanes, int steps) {
    super(parameters, layer, lanes, steps);
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
