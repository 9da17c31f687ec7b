package dev.perplex.word2vec;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Rows of both matrices and by how much each moved in a round; rows that did not move are not here.
 * Stored whole matrices have the same form, with values in the place of changes.
 *
 * <p>The arrays are shared, not copied, and nothing here changes them.
 */
public final class RowChanges implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Bytes before the row numbers in {@link #toBytes()}. */
  private static final int HEADER = 2 * Integer.BYTES;

  private final int dimension;
  private final int[] rows; // rising
  private final float[] values; // [rows * dimension]

  public RowChanges(int dimension, int[] rows, float[] values) {
    if (values.length != rows.length * dimension) {
      throw new IllegalArgumentException(rows.length + " rows, " + values.length + " values");
    }
    this.dimension = dimension;
    this.rows = rows;
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

  /** [rows * dimension]; not a copy. */
  public float[] values() {
    return values;
  }

  /** Whether every value is a finite number. */
  public boolean isFinite() {
    float zero = 0; // stays 0, and turns to NaN with the first value that is not finite
    for (float value : values) {
      zero += value * 0f;
    }
    return zero == 0;
  }

  /**
   * The form for the wire and for storage, little-endian: int32 rows, int32 dimension, the row
   * numbers, the values as float32.
   */
  public byte[] toBytes() {
    long length = HEADER + 4L * rows.length + 4L * values.length;
    byte[] bytes = new byte[Math.toIntExact(length)];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putInt(rows.length).putInt(dimension);
    buffer.asIntBuffer().put(rows);
    buffer.position(HEADER + Integer.BYTES * rows.length);
    buffer.asFloatBuffer().put(values);
    return bytes;
  }

  /** Where the values of {@code rows} rows begin in {@link #toBytes()}. */
  public static long valuesAt(int rows) {
    return HEADER + (long) Integer.BYTES * rows;
  }

  /**
   * Reads {@link #toBytes()}.
   *
   * @throws IllegalArgumentException where the bytes are not such
   */
  public static RowChanges fromBytes(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int size = bytes.length < HEADER ? -1 : buffer.getInt();
    int dimension = size < 0 ? -1 : buffer.getInt();
    if (size < 0 || dimension < 1 || bytes.length != HEADER + 4L * size + 4L * size * dimension) {
      throw new IllegalArgumentException(
          bytes.length + " bytes are not rows: they state " + size + " of dimension " + dimension);
    }
    int[] rows = new int[size];
    float[] values = new float[size * dimension];
    buffer.asIntBuffer().get(rows);
    buffer.position(HEADER + Integer.BYTES * size);
    buffer.asFloatBuffer().get(values);
    return new RowChanges(dimension, rows, values);
  }

  /** As one array of bytes: Java's serialization writes floats one by one. */
  private Object writeReplace() {
    return new Wire(toBytes());
  }

  private static final class Wire implements Serializable {
    private static final long serialVersionUID = 1L;

    private final byte[] bytes;

    Wire(byte[] bytes) {
      this.bytes = bytes;
    }

    private Object readResolve() {
      return fromBytes(bytes);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RowChanges that
        && dimension == that.dimension
        && Arrays.equals(rows, that.rows)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(rows) * 31 + Arrays.hashCode(values);
  }
}
