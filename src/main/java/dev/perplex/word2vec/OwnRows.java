package dev.perplex.word2vec;

import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * One worker's own copy of both matrices over one round: a row is copied from the global ones when
 * it is first touched. The arrays stay for the rows of the next round, so that there are never more
 * than the rows that one round touched.
 */
public final class OwnRows {
  private final ModelShape shape;
  private final float[][] rows; // by row number, [stride]; null before the round's first touch
  private final ArrayDeque<float[]> spare = new ArrayDeque<>(); // of earlier rounds
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
    for (int row = 0; row < rows.length; row++) {
      if (rows[row] != null) {
        spare.push(rows[row]);
        rows[row] = null;
      }
    }
  }

  /** The row, [stride], for the caller to change. */
  float[] touched(int row) {
    if (!touched[row]) {
      touched[row] = true;
      copyIn(row);
    }
    return rows[row];
  }

  /** How many arrays there are, each of a row: what these rows take of memory. */
  int arrays() {
    int count = spare.size();
    for (float[] row : rows) {
      count += row == null ? 0 : 1;
    }
    return count;
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
    float[] own = spare.isEmpty() ? new float[shape.stride()] : spare.pop();
    global.copy(row, own);
    rows[row] = own;
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
