package dev.perplex.word2vec;

import java.util.Arrays;
import java.util.List;

/**
 * The merge of many workers' rows: for each row the sum of its values, each weighted by how often
 * its worker changed it, and the sum of the weights. A row's mean counts the workers that touched
 * it only, so a rare word keeps what its one worker learned.
 */
public final class RowSums {
  private final int dimension;
  private final int[] rows; // rising
  private final long[] touches; // by position in rows
  private final double[] sums; // [rows * dimension], of touches * value

  private RowSums(int dimension, int[] rows, long[] touches, double[] sums) {
    this.dimension = dimension;
    this.rows = rows;
    this.touches = touches;
    this.sums = sums;
  }

  /**
   * The mean row by row, summed in the order given.
   *
   * @param parts at least one, not changed
   */
  public static RowChanges mean(List<RowChanges> parts) {
    RowSums sum = of(parts.get(0));
    for (RowChanges part : parts.subList(1, parts.size())) {
      sum = sum.plus(of(part));
    }
    return sum.mean();
  }

  static RowSums of(RowChanges changes) {
    int dimension = changes.dimension();
    int[] rows = new int[changes.size()];
    long[] touches = new long[rows.length];
    double[] sums = new double[rows.length * dimension];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = changes.row(i);
      touches[i] = changes.touches(i);
      for (int j = i * dimension; j < (i + 1) * dimension; j++) {
        // Exact: 24 bits of value and fewer than 29 of touches fit a double.
        sums[j] = (double) touches[i] * changes.values()[j];
      }
    }
    return new RowSums(dimension, rows, touches, sums);
  }

  /** Both together; neither is changed. */
  RowSums plus(RowSums other) {
    int[] union = new int[rows.length + other.rows.length];
    long[] counts = new long[union.length];
    double[] total = new double[union.length * dimension];
    int size = 0;
    int mine = 0;
    int theirs = 0;
    while (mine < rows.length || theirs < other.rows.length) {
      int row = Math.min(rowAt(mine), other.rowAt(theirs));
      union[size] = row;
      if (rowAt(mine) == row) {
        addRow(mine, counts, total, size);
        mine++;
      }
      if (other.rowAt(theirs) == row) {
        other.addRow(theirs, counts, total, size);
        theirs++;
      }
      size++;
    }
    return new RowSums(
        dimension,
        Arrays.copyOf(union, size),
        Arrays.copyOf(counts, size),
        Arrays.copyOf(total, size * dimension));
  }

  private int rowAt(int i) {
    return i < rows.length ? rows[i] : Integer.MAX_VALUE;
  }

  private void addRow(int i, long[] counts, double[] total, int to) {
    counts[to] += touches[i];
    for (int j = 0; j < dimension; j++) {
      total[to * dimension + j] += sums[i * dimension + j];
    }
  }

  RowChanges mean() {
    float[] values = new float[sums.length];
    int[] counts = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      counts[i] = (int) Math.min(touches[i], Integer.MAX_VALUE);
      for (int j = i * dimension; j < (i + 1) * dimension; j++) {
        values[j] = (float) (sums[j] / touches[i]);
      }
    }
    return new RowChanges(dimension, rows, counts, values);
  }
}
