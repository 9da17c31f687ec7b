package dev.perplex.report;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;

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
    RealMatrix centred = centred(points);
    int dimension = centred.getColumnDimension();
    double[][] coordinates = new double[points.length][components];
    double[] shares = new double[components];
    boolean few = points.length < dimension;
    // Points among themselves or dimensions among themselves, whichever matrix is smaller: their
    // eigenvalues other than 0 are the same.
    RealMatrix products = products(few ? centred : centred.transpose());
    double spread = products.getTrace();
    if (spread > 0) {
      EigenDecomposition eigen = new EigenDecomposition(products);
      int known = Math.min(components, Math.min(points.length, dimension));
      for (int c = 0; c < known; c++) {
        double value = Math.max(0, eigen.getRealEigenvalue(c));
        RealVector vector = eigen.getEigenvector(c);
        shares[c] = value / spread;
        RealVector places = few ? vector.mapMultiply(Math.sqrt(value)) : centred.operate(vector);
        for (int i = 0; i < points.length; i++) {
          coordinates[i][c] = places.getEntry(i);
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

  private static RealMatrix centred(double[][] points) {
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
    return new Array2DRowRealMatrix(centred, false);
  }

  /**
   * Every row times every row. The library's product does not know that the result is symmetric: it
   * took 70 ms against 20 for 1,000 points of 200 dimensions, and more in a cold JVM.
   */
  private static RealMatrix products(RealMatrix matrix) {
    double[][] rows = matrix.getData();
    double[][] products = new double[rows.length][rows.length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = 0;
        for (int k = 0; k < rows[i].length; k++) {
          sum += rows[i][k] * rows[j][k];
        }
        products[i][j] = sum;
        products[j][i] = sum;
      }
    }
    return new Array2DRowRealMatrix(products, false);
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
