package dev.perplex.lm.fused;

import java.util.Arrays;

/** A recurrent layer that carries a cell c beside its output h. */
abstract class CellLayer extends RecurrentLayer {
  final float[] cells; // [(steps + 1) * lanes * hidden], c; the first step is the state before
  final float[] squashed; // [steps * lanes * hidden], tanh(c)
  final float[] toCells; // [lanes * hidden], derivatives by c of the step that is gone through
  private final float[] cellState; // [lanes * hidden], c that goes on

  CellLayer(Parameters parameters, int layer, int lanes, int steps) {
    super(parameters, layer, lanes, steps);
    this.cells = new float[outputs.length];
    this.squashed = new float[outputs.length - lanes * hidden];
    this.toCells = new float[lanes * hidden];
    this.cellState = new float[lanes * hidden];
  }

  @Override
  final float[] cellState() {
    return cellState;
  }

  @Override
  final void begin(int steps) {
    System.arraycopy(cellState, 0, cells, 0, lanes * hidden);
  }

  @Override
  final void end(int steps) {
    System.arraycopy(cells, steps * lanes * hidden, cellState, 0, lanes * hidden);
  }

  /** What the step before left there is gone then: nobody may want it on the way back. */
  @Override
  final void startDocument(int row) {
    Arrays.fill(cells, row * hidden, (row + 1) * hidden, 0);
  }

  @Override
  final void endDocument(int lane) {
    Arrays.fill(toCells, lane * hidden, (lane + 1) * hidden, 0);
  }

  @Override
  void beginBack(int steps) {
    Arrays.fill(toCells, 0);
  }
}
