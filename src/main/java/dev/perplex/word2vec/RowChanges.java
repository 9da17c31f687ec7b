package dev.perplex.word2vec;

import java.io.Serializable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Rows of both matrices and by how much each moved in a round; rows that did not move are not here.
 * Stored whole matrices have the same form, with values in the place of changes.
 *
 * <p>It is a view of the bytes that travel and are stored, little-endian: int32 rows, int32
 * dimension, the row numbers, rising, and the values as float32. The bytes are shared, not copied,
 * and nothing here changes them.
 */
public final class RowChanges implements Serializable {
  private static final long serialVersionUID = 2L;

  private static final int HEADER = 2 * Integer.BYTES;

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;
  private final int size;
  private final int dimension;
  private transient FloatBuffer values;

  private RowChanges(byte[] bytes, int size, int dimension) {
    this.bytes = bytes;
    this.size = size;
    this.dimension = dimension;
  }

  /** Of rows, rising, and their values, [rows * dimension]. */
  public static RowChanges of(int dimension, int[] rows, float[] values) {
    if (values.length != rows.length * dimension) {
      throw new IllegalArgumentException(rows.length + " rows, " + values.length + " values");
    }
    Writer writer = new Writer(rows.length, dimension);
    for (int i = 0; i < rows.length; i++) {
      writer.add(rows[i], Arrays.copyOfRange(values, i * dimension, (i + 1) * dimension));
    }
    return writer.written();
  }

  /** Takes rows one after another. */
  static final class Writer {
    private final byte[] bytes;
    private final int size;
    private final int dimension;
    private final FloatBuffer values;
    private int done;

    Writer(int size, int dimension) {
      long length = valuesAt(size) + (long) Float.BYTES * size * dimension;
      this.bytes = new byte[Math.toIntExact(length)];
      this.size = size;
      this.dimension = dimension;
      this.values = floats(bytes, size);
      INTS.set(bytes, 0, size);
      INTS.set(bytes, Integer.BYTES, dimension);
    }

    /**
     * @param row above the one before
     * @param from its first {@code dimension} floats are taken
     */
    void add(int row, float[] from) {
      INTS.set(bytes, HEADER + Integer.BYTES * done, row);
      values.put(done * dimension, from, 0, dimension);
      done++;
    }

    RowChanges written() {
      if (done != size) {
        throw new IllegalStateException(done + " rows of " + size);
      }
      return new RowChanges(bytes, size, dimension);
    }
  }

  /** How many rows. */
  public int size() {
    return size;
  }

  public int dimension() {
    return dimension;
  }

  /** The i-th row's number. */
  public int row(int i) {
    return (int) INTS.get(bytes, HEADER + Integer.BYTES * i);
  }

  /** Copies the i-th row's values to the start of {@code to}. */
  public void copy(int i, float[] to) {
    floats().get(i * dimension, to, 0, dimension);
  }

  /** All values, [rows * dimension], a copy. */
  public float[] values() {
    float[] all = new float[size * dimension];
    floats().get(0, all, 0, all.length);
    return all;
  }

  private FloatBuffer floats() {
    if (values == null) {
      values = floats(bytes, size);
    }
    return values;
  }

  private static FloatBuffer floats(byte[] bytes, int size) {
    int at = Math.toIntExact(valuesAt(size));
    return ByteBuffer.wrap(bytes, at, bytes.length - at)
        .slice()
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer();
  }

  /** The bytes; not a copy. */
  public byte[] toBytes() {
    return bytes;
  }

  /** Where the values of {@code rows} rows begin in {@link #toBytes()}. */
  public static long valuesAt(int rows) {
    return HEADER + (long) Integer.BYTES * rows;
  }

  /**
   * A view of {@link #toBytes()}.
   *
   * @throws IllegalArgumentException where the bytes are not such
   */
  public static RowChanges fromBytes(byte[] bytes) {
    int size = bytes.length < HEADER ? -1 : (int) INTS.get(bytes, 0);
    int dimension = size < 0 ? -1 : (int) INTS.get(bytes, Integer.BYTES);
    if (dimension < 1 || bytes.length != valuesAt(size) + (long) Float.BYTES * size * dimension) {
      throw new IllegalArgumentException(
          bytes.length + " bytes are not rows: they state " + size + " of dimension " + dimension);
    }
    return new RowChanges(bytes, size, dimension);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RowChanges that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
