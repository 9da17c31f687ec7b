package dev.perplex.report;

/** Squared Euclidean distances of all pairs of some points. */
final class SquaredDistances {
  private final int points;
  private final double[] squares; // [points * points], symmetric, diagonal 0

  private SquaredDistances(int points, double[] squares) {
    this.points = points;
    this.squares = squares;
  }

  /**
   * @param rows [points][dimension]
   */
  static SquaredDistances of(double[][] rows) {
    int points = rows.length;
    double[] squares = new double[points * points];
    for (int i = 0; i < points; i++) {
      for (int j = 0; j < i; j++) {
        double sum = 0;
        for (int c = 0; c < rows[i].length; c++) {
          double difference = rows[i][c] - rows[j][c];
          sum += difference * difference;
        }
        squares[i * points + j] = sum;
        squares[j * points + i] = sum;
      }
    }
    return new SquaredDistances(points, squares);
  }

  int points() {
    return points;
  }

  double at(int one, int other) {
    return squares[one * points + other];
  }

  /** Whether one point is nearer to a centre than another; equal distances by the lower number. */
  boolean nearer(int centre, int one, int other) {
    double difference = at(centre, one) - at(centre, other);
    return difference < 0 || (difference == 0 && one < other);
  }
}
