package dev.perplex.word2vec;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The rows that a round changed, of both matrices, with their new values. Values rather than
 * differences: the mean of values needs no copy of what they were, and where one worker alone
 * touched a row it is that worker's value, to the last bit.
 *
 * <p>The arrays are shared, not copied, and nothing here changes them.
 */
public final class RowChanges implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int dimension;
  private final int[] rows; // rising
  private final int[] touches; // by position in rows: how often the round changed the row, above 0
  private final float[] values; // [rows * dimension]

  RowChanges(int dimension, int[] rows, int[] touches, float[] values) {
    if (touches.length != rows.length || values.length != rows.length * dimension) {
      throw new IllegalArgumentException(
          rows.length + " rows, " + touches.length + " touches, " + values.length + " values");
    }
    this.dimension = dimension;
    this.rows = rows;
    this.touches = touches;
    this.values = values;
  }

  /** How many rows. */
  public int size() {
    return rows.length;
  }

  public int dimension() {
    return dimension;
  }

  /** The i-th row's number. */
  public int row(int i) {
    return rows[i];
  }

  /** How often the i-th row was changed. */
  public int touches(int i) {
    return touches[i];
  }

  /** [rows * dimension]; not a copy. */
  float[] values() {
    return values;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RowChanges that
        && dimension == that.dimension
        && Arrays.equals(rows, that.rows)
        && Arrays.equals(touches, that.touches)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(rows) * 31 + Arrays.hashCode(values);
  }
}
