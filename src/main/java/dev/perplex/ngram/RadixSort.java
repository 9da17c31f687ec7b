package dev.perplex.ngram;

import java.util.Arrays;

/** Sorts rows that lie in columns of numbers: stable, by digits, without an object a row. */
final class RadixSort {
  private static final int BITS = 11;
  private static final int BUCKETS = 1 << BITS;

  private final int[] starts = new int[BUCKETS + 1];
  private int[] spare = new int[0];

  /**
   * Rows in the order of their columns, the first column first.
   *
   * @param columns [keys][rows], numbers from 0 up to {@code bound}
   * @return [rows], numbers of rows
   */
  int[] order(int[][] columns, int rows, int bound) {
    int[] order = new int[rows];
    for (int i = 0; i < rows; i++) {
      order[i] = i;
    }
    spare = new int[rows];
    for (int column = columns.length - 1; column >= 0; column--) {
      for (int shift = 0; shift == 0 || (shift < 32 && bound >>> shift > 0); shift += BITS) {
        order = pass(columns[column], shift, order);
      }
    }
    spare = new int[0];
    return order;
  }

  private int[] pass(int[] keys, int shift, int[] order) {
    Arrays.fill(starts, 0);
    for (int row = 0; row < order.length; row++) {
      starts[((keys[row] >>> shift) & (BUCKETS - 1)) + 1]++;
    }
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      if (starts[bucket + 1] == order.length) {
        return order; // all alike
      }
      starts[bucket + 1] += starts[bucket];
    }
    int[] next = spare;
    for (int row : order) {
      next[starts[(keys[row] >>> shift) & (BUCKETS - 1)]++] = row;
    }
    spare = order;
    return next;
  }
}
