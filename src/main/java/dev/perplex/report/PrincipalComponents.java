package dev.perplex.report;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;

/**
 * The first principal components of some points (Pearson 1901): the directions in which they lie
 * furthest apart, and where each point lies along them. The sign, which the definition leaves open,
 * is such that a component's coordinate of largest magnitude is positive (the first of equals).
 */
final class PrincipalComponents {
  private final double[][] coordinates; // [points][components]
  private final double[] shares; // of the whole variance, by component

  private PrincipalComponents(double[][] coordinates, double[] shares) {
    this.coordinates = coordinates;
    this.shares = shares;
  }

  /**
   * @param points [points][dimension], one at least; not changed
   * @param components how many; those beyond what the points span have coordinates 0
   */
  static PrincipalComponents of(double[][] points, int components) {
    double[][] centred = centred(points);
    int dimension = points[0].length;
    double[][] coordinates = new double[points.length][components];
    double[] shares = new double[components];
    double spread = 0;
    for (double[] row : centred) {
      spread += dot(row, row);
    }
    if (spread > 0) {
      boolean few = points.length < dimension;
      // Points among themselves or dimensions among themselves, whichever matrix is smaller: their
      // eigenvalues other than 0 are the same.
      EigenDecomposition eigen =
          new EigenDecomposition(
              new Array2DRowRealMatrix(products(few ? centred : transposed(centred)), false));
      int known = Math.min(components, Math.min(points.length, dimension));
      for (int c = 0; c < known; c++) {
        double value = Math.max(0, eigen.getRealEigenvalue(c));
        double[] vector = eigen.getEigenvector(c).toArray();
        shares[c] = value / spread;
        for (int i = 0; i < points.length; i++) {
          coordinates[i][c] = few ? Math.sqrt(value) * vector[i] : dot(centred[i], vector);
        }
        turn(coordinates, c);
      }
    }
    return new PrincipalComponents(coordinates, shares);
  }

  /** Where the points lie, [points][components]; their mean is 0. */
  double[][] coordinates() {
    return Arrays.stream(coordinates).map(double[]::clone).toArray(double[][]::new);
  }

  /** The share of the points' variance that a component shows, from 0 to 1. */
  double share(int component) {
    return shares[component];
  }

  private static double[][] centred(double[][] points) {
    double[] mean = new double[points[0].length];
    for (double[] point : points) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += point[i] / points.length;
      }
    }
    double[][] centred = new double[points.length][mean.length];
    for (int p = 0; p < points.length; p++) {
      for (int i = 0; i < mean.length; i++) {
        centred[p][i] = points[p][i] - mean[i];
      }
    }
    return centred;
  }

  private static double[][] transposed(double[][] rows) {
    double[][] columns = new double[rows[0].length][rows.length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < columns.length; j++) {
        columns[j][i] = rows[i][j];
      }
    }
    return columns;
  }

  /** Every row times every row. */
  private static double[][] products(double[][] rows) {
    double[][] products = new double[rows.length][rows.length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j <= i; j++) {
        products[i][j] = dot(rows[i], rows[j]);
        products[j][i] = products[i][j];
      }
    }
    return products;
  }

  private static double dot(double[] one, double[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }

  private static void turn(double[][] coordinates, int component) {
    double furthest = 0;
    for (double[] point : coordinates) {
      if (Math.abs(point[component]) > Math.abs(furthest)) {
        furthest = point[component];
      }
    }
    if (furthest < 0) {
      for (double[] point : coordinates) {
        point[component] = -point[component];
      }
    }
  }
}
