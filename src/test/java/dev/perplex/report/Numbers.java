package dev.perplex.report;

/** Points for tests, as {@code src/test/reference/pictures.py} makes them. */
final class Numbers {
  private Numbers() {}

  /** Without structure. */
  static double[][] points(int points, int dimension) {
    double[][] rows = new double[points][dimension];
    for (int i = 0; i < points; i++) {
      for (int c = 0; c < dimension; c++) {
        rows[i][c] = (i * 37 + c * 17 + i * i * c * 5) % 101 / 101.0;
      }
    }
    return rows;
  }

  /** Three clusters, a corner each; point i is in cluster i % 3. */
  static double[][] clusters(int each, int dimension) {
    double[][] rows = points(3 * each, dimension);
    for (int i = 0; i < rows.length; i++) {
      for (int c = 0; c < dimension; c++) {
        rows[i][c] = rows[i][c] * 0.5 + (c == i % 3 ? 1 : 0);
      }
    }
    return rows;
  }

  /** Places as x and y in turn, as rows. */
  static double[][] rows(double[] places) {
    double[][] rows = new double[places.length / 2][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new double[] {places[2 * i], places[2 * i + 1]};
    }
    return rows;
  }
}
