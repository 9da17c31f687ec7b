package dev.perplex.word2vec;

import java.util.Arrays;

/**
 * One worker's own rows of both matrices over one round: each is copied from the global parameters
 * when it is first touched, so a round costs memory for the rows it touches only. An array a row,
 * because C2 vectorizes loops that start at 0.
 */
final class OwnRows {
  private final SkipGramParameters global;
  private final float[][] rows; // by row number; null where untouched
  private final int[] touches; // by row number

  OwnRows(SkipGramParameters global) {
    this.global = global;
    this.rows = new float[global.rows()][];
    this.touches = new int[global.rows()];
  }

  int words() {
    return global.words();
  }

  int dimension() {
    return global.dimension();
  }

  /** The row, for the caller to change; counts one change. */
  float[] touched(int row) {
    touches[row]++;
    float[] own = rows[row];
    return own == null ? copied(row) : own;
  }

  private float[] copied(int row) {
    int start = global.start(row);
    rows[row] = Arrays.copyOfRange(global.matrix(row), start, start + global.dimension());
    return rows[row];
  }

  /** The touched rows from {@code from} to before {@code to}. */
  RowChanges changes(int from, int to) {
    int size = 0;
    for (int row = from; row < to; row++) {
      size += touches[row] > 0 ? 1 : 0;
    }
    int dimension = global.dimension();
    int[] numbers = new int[size];
    int[] counts = new int[size];
    float[] values = new float[Math.multiplyExact(size, dimension)];
    int i = 0;
    for (int row = from; row < to; row++) {
      if (touches[row] > 0) {
        numbers[i] = row;
        counts[i] = touches[row];
        System.arraycopy(rows[row], 0, values, i * dimension, dimension);
        i++;
      }
    }
    return new RowChanges(dimension, numbers, counts, values);
  }
}
