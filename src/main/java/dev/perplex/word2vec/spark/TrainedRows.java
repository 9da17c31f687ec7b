package dev.perplex.word2vec.spark;

import dev.perplex.word2vec.ModelShape;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * What a training ended with, where it lies: a handle that is small and serializable. Rows are
 * streamed, in the order of their numbers, by whoever writes them elsewhere.
 */
public final class TrainedRows implements Serializable {
  private static final long serialVersionUID = 1L;

  private final RoundStore store;
  private final RoundState state;

  TrainedRows(RoundStore store, RoundState state) {
    this.store = store;
    this.state = state;
  }

  public ModelShape shape() {
    return state.shape();
  }

  public List<RoundPoint> curve() {
    return state.curve();
  }

  /** Takes rows one after another. */
  @FunctionalInterface
  public interface Sink {
    /**
     * @param values [dimension], valid until the call returns
     */
    void row(int row, float[] values) throws IOException;
  }

  /** The word vectors by id. */
  public void inputs(Sink sink) throws IOException {
    rows(0, shape().words(), sink);
  }

  /** The output rows, counted from 0: words as targets by id, or inner nodes. */
  public void outputs(Sink sink) throws IOException {
    rows(shape().words(), shape().rows(), (row, values) -> sink.row(row - shape().words(), values));
  }

  /** The input rows of ids {@code from} to before {@code to}. */
  public void inputs(int from, int to, Sink sink) throws IOException {
    rows(from, to, sink);
  }

  // Row r is the (r / parts)-th of part r % parts, whose last file is whole.
  private void rows(int from, int to, Sink sink) throws IOException {
    int parts = state.parts();
    int dimension = shape().dimension();
    List<DataInputStream> streams = new ArrayList<>();
    try {
      for (int part = 0; part < parts; part++) {
        StoredPart file = state.chains().get(part).get(0);
        int size = (shape().rows() - part + parts - 1) / parts;
        int first = Math.max(0, (from - part + parts - 1) / parts);
        InputStream in = store.openValues(file, size, first, dimension);
        streams.add(new DataInputStream(new BufferedInputStream(in, 1 << 16)));
      }
      byte[] bytes = new byte[dimension * Float.BYTES];
      float[] values = new float[dimension];
      for (int row = from; row < to; row++) {
        streams.get(row % parts).readFully(bytes);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        sink.row(row, values);
      }
    } finally {
      for (InputStream in : streams) {
        in.close();
      }
    }
  }

  /**
   * The word vectors of the first words, by id, in one array, [words * dimension]: for as many as
   * fit one.
   */
  public float[] toArray(int words) {
    float[] all = new float[Math.multiplyExact(words, shape().dimension())];
    try {
      rows(
          0,
          words,
          (row, values) ->
              System.arraycopy(values, 0, all, row * shape().dimension(), values.length));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }
}
