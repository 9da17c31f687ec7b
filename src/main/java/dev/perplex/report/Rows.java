package dev.perplex.report;

/** Sums over vectors of words. */
final class Rows {
  private Rows() {}

  /** A vector of zeros was never trained. */
  static boolean isTrained(float[] row) {
    for (float each : row) {
      if (each != 0) {
        return true;
      }
    }
    return false;
  }

  static double[] doubles(float[] row) {
    double[] doubles = new double[row.length];
    for (int i = 0; i < row.length; i++) {
      doubles[i] = row[i];
    }
    return doubles;
  }

  /** Of length 1. */
  static double[] unit(float[] row) {
    double[] unit = doubles(row);
    double norm = norm(unit);
    for (int i = 0; i < unit.length; i++) {
      unit[i] /= norm;
    }
    return unit;
  }

  /** 0 where one of the two is all zero. */
  static double cosine(double[] one, double[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    double norms = norm(one) * norm(other);
    return norms > 0 ? sum / norms : 0;
  }

  private static double norm(double[] row) {
    double squares = 0;
    for (double each : row) {
      squares += each * each;
    }
    return Math.sqrt(squares);
  }
}
