package dev.perplex.report;

/**
 * How near points are to each other, as probabilities (van der Maaten and Hinton 2008, eq. 1 and
 * section 3.1): around each point a Gaussian whose width gives every point the same number of
 * effective neighbours, the perplexity; the two directions averaged, the whole of sum 1.
 *
 * <p>Exponentials are those of {@link StrictMath}: the same bits on every machine.
 */
final class Affinities {
  private static final double TOLERANCE = 1e-5; // nats, of a row's entropy
  private static final int STEPS = 100; // of the search for a width, at most
  private static final double SHARPEST = 1e9; // beyond it, rounding would tell equal points apart

  private final int points;
  private final double[] joint; // [points * points], symmetric, diagonal 0

  private Affinities(int points, double[] joint) {
    this.points = points;
    this.joint = joint;
  }

  /**
   * @param distances squared, of all pairs
   * @param perplexity effective neighbours of a point, above 0 and below {@code points - 1}
   */
  static Affinities of(SquaredDistances distances, double perplexity) {
    int points = distances.points();
    if (!(perplexity > 0 && perplexity < points - 1)) {
      throw new IllegalArgumentException("a perplexity of " + perplexity + " of " + points);
    }
    double[] joint = new double[points * points];
    double[] row = new double[points];
    for (int i = 0; i < points; i++) {
      conditional(distances, i, perplexity, row);
      for (int j = 0; j < points; j++) {
        joint[i * points + j] += row[j] / (2.0 * points);
        joint[j * points + i] += row[j] / (2.0 * points);
      }
    }
    return new Affinities(points, joint);
  }

  int points() {
    return points;
  }

  double joint(int one, int other) {
    return joint[one * points + other];
  }

  /** [points * points]; the loops that take the time read it in place. */
  double[] joints() {
    return joint;
  }

  /**
   * The probabilities that a point would pick each other one as its neighbour, with the perplexity
   * asked for. Where so many points share the least distance that no width gives it, all at that
   * distance get the same.
   *
   * @param row [points], filled; its own place with 0
   */
  static void conditional(SquaredDistances distances, int point, double perplexity, double[] row) {
    double nearest = Double.POSITIVE_INFINITY;
    double mean = 0;
    for (int j = 0; j < row.length; j++) {
      if (j != point) {
        nearest = Math.min(nearest, distances.at(point, j));
        mean += distances.at(point, j) / (row.length - 1);
      }
    }
    double unit = mean > 0 ? mean : 1;
    double target = StrictMath.log(perplexity);
    double precision = 1 / unit; // 1 / (2 sigma^2)
    double low = 0;
    double high = Double.POSITIVE_INFINITY;
    for (int step = 0; step < STEPS; step++) {
      double off = fill(distances, point, nearest, precision, row) - target;
      if (Math.abs(off) < TOLERANCE || precision > SHARPEST / unit) {
        return;
      }
      if (off > 0) {
        low = precision;
        precision = high == Double.POSITIVE_INFINITY ? 2 * precision : (low + high) / 2;
      } else {
        high = precision;
        precision = (low + high) / 2;
      }
    }
  }

  /** Fills the row and returns its entropy in nats. */
  private static double fill(
      SquaredDistances distances, int point, double nearest, double precision, double[] row) {
    double sum = 0;
    double weighted = 0;
    for (int j = 0; j < row.length; j++) {
      if (j == point) {
        row[j] = 0;
        continue;
      }
      double beyond = distances.at(point, j) - nearest; // the nearest gives exp(0): never all zero
      row[j] = StrictMath.exp(-precision * beyond);
      sum += row[j];
      weighted += row[j] * beyond;
    }
    for (int j = 0; j < row.length; j++) {
      row[j] /= sum;
    }
    return StrictMath.log(sum) + precision * weighted / sum;
  }
}
