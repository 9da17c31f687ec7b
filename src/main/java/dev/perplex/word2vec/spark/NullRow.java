package dev.perplex.word2vec.spark;

/** What is said where a row has null in place of its words. */
final class NullRow {
  private NullRow() {}

  static String message(String column) {
    return String.format(
        "the column %s holds null in a row. Leave such rows out with na().drop(), or put an empty"
            + " array in its place.",
        column);
  }
}
