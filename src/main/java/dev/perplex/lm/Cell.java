package dev.perplex.lm;

/** The kinds of recurrent layer. Gates stand in the order of PyTorch's modules. */
public enum Cell {
  /** Input, forget, block input, output (Gers et al. 2000). */
  LSTM(4, 2),
  /**
   * As {@link #LSTM}, whose gates also see the cell (Graves 2013, arXiv 1308.0850, eq. 7 to 11).
   */
  PEEPHOLE_LSTM(4, 2),
  /** Reset, update, candidate, with the reset after the product, as cuDNN and PyTorch have it. */
  GRU(3, 1),
  /** One tanh (Elman 1990). */
  RNN(1, 1);

  private final int gates;
  private final int states;

  Cell(int gates, int states) {
    this.gates = gates;
    this.states = states;
  }

  /** Blocks of {@code hidden} rows in a layer's weights. */
  public int gates() {
    return gates;
  }

  /** Vectors of {@code hidden} that a layer carries from step to step: h, or h and c. */
  public int states() {
    return states;
  }
}
