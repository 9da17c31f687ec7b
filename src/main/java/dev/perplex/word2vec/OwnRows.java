package dev.perplex.word2vec;

import java.util.Arrays;

/**
 * One worker's own copy of both matrices over one round: a row is copied from the global ones when
 * it is first touched. The arrays stay for the next round.
 */
public final class OwnRows {
  private final ModelShape shape;
  private final float[][] rows; // by row number, [stride]; null before the first touch of all
  private final boolean[] touched; // by row number, in this round
  private GlobalRows global;

  public OwnRows(ModelShape shape) {
    this.shape = shape;
    this.rows = new float[shape.rows()][];
    this.touched = new boolean[shape.rows()];
  }

  public ModelShape shape() {
    return shape;
  }

  /** Begins a round from the given rows, which must not change until it ends. */
  public void begin(GlobalRows from) {
    if (!from.shape().equals(shape)) {
      throw new IllegalArgumentException(from.shape() + " for own rows of " + shape);
    }
    global = from;
    Arrays.fill(touched, false);
  }

  /** The row, [stride], for the caller to change. */
  float[] touched(int row) {
    if (!touched[row]) {
      touched[row] = true;
      copyIn(row);
    }
    return rows[row];
  }

  /** Copies every row, so that threads that share these rows never race for the first touch. */
  void copyAll() {
    for (int row = 0; row < rows.length; row++) {
      copyIn(row);
    }
  }

  /** The row after {@link #copyAll}, for the caller to change beside others. */
  float[] shared(int row) {
    touched[row] = true;
    return rows[row];
  }

  private void copyIn(int row) {
    if (rows[row] == null) {
      rows[row] = new float[shape.stride()];
    }
    global.copy(row, rows[row]);
  }

  /**
   * By how much the round moved the touched rows, of one of {@code parts} equal shares: those with
   * {@code row % parts == part}.
   */
  public RowChanges changes(int part, int parts) {
    int size = 0;
    for (int row = part; row < rows.length; row += parts) {
      size += touched[row] ? 1 : 0;
    }
    RowChanges.Writer writer = new RowChanges.Writer(size, shape.dimension());
    float[] moved = new float[shape.stride()];
    for (int row = part; row < rows.length; row += parts) {
      if (touched[row]) {
        global.copy(row, moved);
        float[] after = rows[row];
        for (int d = 0; d < moved.length; d++) {
          moved[d] = after[d] - moved[d];
        }
        writer.add(row, moved);
      }
    }
    return writer.written();
  }
}
