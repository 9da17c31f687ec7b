package dev.perplex.word2vec.spark;

import dev.perplex.provenance.PerplexException;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Rows of a finished training in the order of their numbers, read from storage as they are asked
 * for. Row r is the (r / parts)-th of part r % parts, whose file is whole.
 */
public final class RowStream implements Iterator<float[]>, Closeable {
  private final List<DataInputStream> parts = new ArrayList<>();
  private final int dimension;
  private final byte[] bytes;
  private final int end;
  private int row;

  RowStream(RoundStore store, RoundState state, int from, int to) {
    this.dimension = state.shape().dimension();
    this.bytes = new byte[dimension * Float.BYTES];
    this.row = from;
    this.end = to;
    int count = state.parts();
    for (int part = 0; part < count; part++) {
      int size = (state.shape().rows() - part + count - 1) / count;
      int first = Math.max(0, (from - part + count - 1) / count);
      StoredPart file = state.chains().get(part).get(0);
      parts.add(
          new DataInputStream(
              new BufferedInputStream(store.openValues(file, size, first, dimension), 1 << 16)));
    }
  }

  @Override
  public boolean hasNext() {
    return row < end;
  }

  /** The next row, [dimension], a new array. */
  @Override
  public float[] next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    try {
      parts.get(row % parts.size()).readFully(bytes);
    } catch (IOException e) {
      throw PerplexException.failed(
          e, "row %d of the training cannot be read: %s.", row, e.getMessage());
    }
    row++;
    float[] values = new float[dimension];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }

  @Override
  public void close() {
    for (DataInputStream part : parts) {
      try {
        part.close();
      } catch (IOException e) {
        // It was only read: nothing is lost.
      }
    }
  }
}
