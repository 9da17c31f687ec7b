package dev.perplex.ngram;

import java.util.Arrays;

/** The n-grams of one order of an ARPA file: context 1, context 2, ..., and the word last. */
final class ArpaGrams {
  private static final int FIRST = 1 << 12;

  private final int most;
  private final int[][] columns; // [n][at least rows]
  private float[] logs;
  private float[] backOffs;
  private int rows;

  /**
   * @param most rows that there may be: a claim of the file's, which memory is not taken for before
   *     they are there
   */
  ArpaGrams(int n, int most) {
    this.most = most;
    int first = Math.min(most, FIRST);
    this.columns = new int[n][first];
    this.logs = new float[first];
    this.backOffs = new float[first];
  }

  /** The new row's number. */
  int add(float log, float backOff) {
    if (rows == logs.length) {
      grow();
    }
    logs[rows] = log;
    backOffs[rows] = backOff;
    return rows++;
  }

  private void grow() {
    int larger = (int) Math.min(most, 2L * rows);
    for (int column = 0; column < columns.length; column++) {
      columns[column] = Arrays.copyOf(columns[column], larger);
    }
    logs = Arrays.copyOf(logs, larger);
    backOffs = Arrays.copyOf(backOffs, larger);
  }

  void set(int row, int column, int id) {
    columns[column][row] = id;
  }

  int[][] columns() {
    return columns;
  }

  int at(int column, int row) {
    return columns[column][row];
  }

  /** The word that is predicted. */
  int word(int row) {
    return columns[columns.length - 1][row];
  }

  float log(int row) {
    return logs[row];
  }

  float backOff(int row) {
    return backOffs[row];
  }

  int rows() {
    return rows;
  }
}
