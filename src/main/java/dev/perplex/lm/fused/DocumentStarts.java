package dev.perplex.lm.fused;

import java.util.Arrays;

/** Rows of a minibatch before which the recurrent state is zero: their labels begin documents. */
final class DocumentStarts {
  /** State is carried through the minibatch. */
  static final DocumentStarts NONE = new DocumentStarts(0, 0);

  private final int lanes;
  private final boolean[] rows; // [steps * lanes], in the order of time
  private boolean any;

  DocumentStarts(int lanes, int steps) {
    this.lanes = lanes;
    this.rows = new boolean[lanes * steps];
  }

  /**
   * Those of a minibatch.
   *
   * @param starts [lanes * steps], row a lane; empty where there are none
   */
  void set(boolean[] starts, int steps) {
    if (any) {
      Arrays.fill(rows, false);
    }
    any = starts.length > 0;
    for (int i = 0; i < starts.length; i++) {
      rows[i % steps * lanes + i / steps] = starts[i];
    }
  }

  boolean any() {
    return any;
  }

  /**
   * @param row {@code t * lanes + lane}
   */
  boolean at(int row) {
    return any && rows[row];
  }
}
