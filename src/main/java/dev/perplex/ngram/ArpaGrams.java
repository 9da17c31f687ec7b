package dev.perplex.ngram;

/** The n-grams of one order of an ARPA file: context 1, context 2, ..., and the word last. */
final class ArpaGrams {
  private final int[][] columns;
  private final float[] logs;
  private final float[] backOffs;
  private int rows;

  ArpaGrams(int n, int rows) {
    this.columns = new int[n][rows];
    this.logs = new float[rows];
    this.backOffs = new float[rows];
  }

  /** The new row's number. */
  int add(float log, float backOff) {
    logs[rows] = log;
    backOffs[rows] = backOff;
    return rows++;
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
