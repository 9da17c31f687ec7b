package dev.perplex.word2vec.evaluation;

import dev.perplex.kernel.FloatLoops;
import dev.perplex.word2vec.WordVectors;
import java.util.Arrays;

/** The first vectors, scaled to length 1. A vector of zeros, which is of no trained word, stays. */
final class UnitRows {
  private final int dimension;
  private final float[][] rows; // [words][dimension]

  UnitRows(WordVectors vectors, int words) {
    this.dimension = vectors.dimension();
    this.rows = new float[words][dimension];
    for (int id = 0; id < words; id++) {
      vectors.copy(id, rows[id], 0);
      double norm = Math.sqrt(FloatLoops.squaredNorm(rows[id], 0, dimension));
      if (norm > 0) {
        for (int i = 0; i < dimension; i++) {
          rows[id][i] = (float) (rows[id][i] / norm);
        }
      }
    }
  }

  int words() {
    return rows.length;
  }

  boolean isZero(int id) {
    for (float number : rows[id]) {
      if (number != 0) {
        return false;
      }
    }
    return true;
  }

  /** Summed in double, whatever the order of {@link #cosines}. */
  double cosine(int one, int other) {
    double sum = 0;
    for (int i = 0; i < dimension; i++) {
      sum += (double) rows[one][i] * rows[other][i];
    }
    return sum;
  }

  /** The rows from {@code start} on, turned: [dimension][length]. */
  float[][] columns(int start, int length) {
    float[][] columns = new float[dimension][length];
    for (int row = 0; row < length; row++) {
      for (int i = 0; i < dimension; i++) {
        columns[i][row] = rows[start + row][i];
      }
    }
    return columns;
  }

  /**
   * The cosines of one word with each of a block of words, in single precision. All the time of an
   * evaluation goes here: this is the place for a faster product.
   *
   * @param columns of {@link #columns}
   * @param to [length], overwritten
   */
  void cosines(int id, float[][] columns, float[] to) {
    Arrays.fill(to, 0);
    float[] row = rows[id];
    int i = 0;
    for (; i < dimension - 3; i += 4) {
      add(row[i], columns[i], row[i + 1], columns[i + 1], to);
      add(row[i + 2], columns[i + 2], row[i + 3], columns[i + 3], to);
    }
    for (; i < dimension; i++) {
      FloatLoops.axpy(row[i], columns[i], to, to.length);
    }
  }

  // A loop from the arrays' starts, which C2 of JDK 17 makes vector instructions of by itself
  private static void add(float a, float[] x, float b, float[] y, float[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] += a * x[i] + b * y[i];
    }
  }
}
