package dev.perplex.word2vec;

import dev.perplex.provenance.PerplexException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The binary format of word2vec.c, which gensim reads: a line "words dimension", then each word in
 * UTF-8, a space, its numbers as little-endian floats, and a newline. Words are written as {@link
 * VectorsText} writes them.
 */
public final class VectorsBinary {
  private VectorsBinary() {}

  /** Leaves the stream open. */
  public static void write(WordVectors vectors, OutputStream out) throws IOException {
    new BinaryRows(out, vectors.size(), vectors.dimension()).writeAll(vectors);
  }

  /**
   * Takes rows one after another.
   *
   * @param words rows that will follow
   */
  public static VectorsWriter writer(OutputStream out, int words, int dimension) {
    return new BinaryRows(out, words, dimension);
  }

  /**
   * Reads this format, with and without the newline after each word's numbers. {@link
   * VectorsReader#open} takes both formats.
   *
   * @param name of the file, for messages
   * @throws PerplexException where the file is damaged
   */
  public static WordVectors read(InputStream in, String name) throws IOException {
    return VectorsReader.binary(in, name).vectors();
  }

  private static final class BinaryRows extends VectorsWriter {
    private static final VarHandle FLOATS =
        MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);

    BinaryRows(OutputStream out, int words, int dimension) {
      super(out, words, dimension);
    }

    @Override
    int numberBytes() {
      return Float.BYTES;
    }

    @Override
    void numbers(float[] from, int start) {
      buffer[at++] = ' ';
      for (int i = 0; i < dimension; i++) {
        FLOATS.set(buffer, at, from[start + i]);
        at += Float.BYTES;
      }
    }
  }
}
