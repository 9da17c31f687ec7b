package dev.perplex.word2vec;

import dev.perplex.provenance.PerplexException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The text format of word2vec.c, which gensim and many others read: a line "words dimension", then
 * a line a word: the word and its numbers, parted by spaces. UTF-8. Every word is written, {@code
 * <unk>} and {@code <eos>} too; a space in a word is written as U+2581 (see {@link WordSpelling}).
 * Numbers have the fewest digits that bring back the same float.
 */
public final class VectorsText {
  private VectorsText() {}

  /** Leaves the stream open. */
  public static void write(WordVectors vectors, OutputStream out) throws IOException {
    new TextRows(out, vectors.size(), vectors.dimension()).writeAll(vectors);
  }

  /**
   * Takes rows one after another.
   *
   * @param words rows that will follow
   */
  public static VectorsWriter writer(OutputStream out, int words, int dimension) {
    return new TextRows(out, words, dimension);
  }

  /**
   * Reads this format, with or without the first line. {@link VectorsReader#open} takes both
   * formats.
   *
   * @param name of the file, for messages
   * @throws PerplexException where the file is damaged; it says in which line
   */
  public static WordVectors read(InputStream in, String name) throws IOException {
    return VectorsReader.text(in, name).vectors();
  }

  private static final class TextRows extends VectorsWriter {
    TextRows(OutputStream out, int words, int dimension) {
      super(out, words, dimension);
    }

    @Override
    int numberBytes() {
      return 1 + FloatDigits.LONGEST;
    }

    @Override
    void numbers(float[] from, int start) {
      int next = at;
      for (int i = 0; i < dimension; i++) {
        buffer[next++] = ' ';
        next = FloatDigits.write(from[start + i], buffer, next);
      }
      at = next;
    }
  }
}
