package dev.perplex.lm.rounds;

import dev.perplex.kernel.HalfFloats;
import dev.perplex.lm.Wire;
import dev.perplex.lm.rounds.PartLayout.Block;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * Reads the numbers of a part from front to back, some rows at a time, so that they stay in the
 * first cache until they are used. Serves one thread.
 */
final class PartReader {
  private static final int PIECE = 1 << 14; // bytes

  private final InputStream in;
  private final Wire wire;
  private final byte[] bytes = new byte[PIECE];
  private final ByteBuffer piece = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  private final FloatBuffer floats = piece.asFloatBuffer();
  private float[] values = new float[0];
  private Block block;
  private int[] rows; // that are there, from the block's first; null for all
  private int next; // of rows
  private int first; // of those that were read last
  private float scale;

  PartReader(Content content, Wire wire) {
    this.in = content.open();
    this.wire = wire;
  }

  /** Goes on to the next block. */
  void begin(Block begun) {
    block = begun;
    rows = null;
    next = 0;
    fill(1);
    if (bytes[0] == PartCodec.SOME) {
      fill(Integer.BYTES);
      rows = new int[piece.getInt(0)];
      int most = PIECE / Integer.BYTES;
      for (int from = 0; from < rows.length; from += most) {
        int count = Math.min(most, rows.length - from);
        fill(count * Integer.BYTES);
        piece.asIntBuffer().get(0, rows, from, count);
      }
    }
    if (wire == Wire.FP16) {
      fill(Float.BYTES);
      scale = piece.getFloat(0);
    }
  }

  /**
   * Reads the values of those rows of an interval that are there. Intervals follow one another.
   *
   * @return how many rows
   */
  int read(int from, int until) {
    first = rows == null ? from : next;
    int count = until - from;
    if (rows != null) {
      while (next < rows.length && rows[next] < until) {
        next++;
      }
      count = next - first;
    }
    int length = count * block.columns();
    if (values.length < length) {
      values = new float[length];
    }
    if (wire == Wire.FP32) {
      floats(length);
    } else {
      halves(length);
    }
    return count;
  }

  /** The number in its block of the {@code i}th row that was read last. */
  int row(int i) {
    return rows == null ? first + i : rows[first + i];
  }

  /** Of the rows that were read last, one after another; until the next call. */
  float[] values() {
    return values;
  }

  /** Ends it. */
  void end() {
    try (in) {
      if (in.read() >= 0) {
        throw new IllegalArgumentException("bytes too many in a part's change");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void floats(int length) {
    int most = PIECE / Float.BYTES;
    for (int from = 0; from < length; from += most) {
      int count = Math.min(most, length - from);
      fill(count * Float.BYTES);
      floats.get(0, values, from, count);
    }
  }

  private void halves(int length) {
    int most = PIECE / Short.BYTES;
    for (int from = 0; from < length; from += most) {
      int count = Math.min(most, length - from);
      fill(count * Short.BYTES);
      for (int i = 0; i < count; i++) {
        values[from + i] = HalfFloats.toFloat(piece.getShort(i * Short.BYTES)) / scale;
      }
    }
  }

  private void fill(int length) {
    try {
      if (in.readNBytes(bytes, 0, length) < length) {
        throw new EOFException("a part's change is cut off");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
