package dev.perplex.word2vec;

/** Row changes for tests. */
final class Rows {
  private Rows() {}

  static RowChanges of(int dimension, int[] rows, float... values) {
    return RowChanges.of(dimension, rows, values);
  }

  static boolean areFinite(RowChanges changes) {
    for (float value : changes.values()) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }
}
