package dev.perplex.word2vec;

import dev.perplex.provenance.PerplexException;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/**
 * Writes a vectors file row by row, so that a vocabulary need not be in memory. Close it, or what
 * it holds is not written.
 *
 * <pre>{@code
 * try (VectorsWriter rows = VectorsText.writer(out, 1_000_000, 300)) {
 *   rows.row("word", numbers, 0);
 * }
 * }</pre>
 */
public abstract class VectorsWriter implements Closeable {
  private static final int CHUNK = 1 << 16;

  private final OutputStream out;
  private final int words;
  final int dimension;
  private int done;
  byte[] buffer = new byte[CHUNK];
  int at;

  VectorsWriter(OutputStream out, int words, int dimension) {
    if (words < 0 || !VectorsHeader.isDimension(dimension)) {
      throw new IllegalArgumentException(words + " words of dimension " + dimension);
    }
    this.out = out;
    this.words = words;
    this.dimension = dimension;
    byte[] header = (words + " " + dimension + "\n").getBytes(StandardCharsets.UTF_8);
    System.arraycopy(header, 0, buffer, 0, header.length);
    at = header.length;
  }

  /**
   * In the format that the file's name says: binary where it ends in .bin, else text; packed where
   * .gz follows.
   *
   * @param words rows that will follow
   */
  public static VectorsWriter named(String name, OutputStream out, int words, int dimension)
      throws IOException {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.endsWith(".gz")) {
      String inner = lower.substring(0, lower.length() - 3);
      return named(inner, new GZIPOutputStream(out, CHUNK), words, dimension);
    }
    return lower.endsWith(".bin")
        ? VectorsBinary.writer(out, words, dimension)
        : VectorsText.writer(out, words, dimension);
  }

  /**
   * Writes one row, the numbers {@code from[at..at + dimension)}.
   *
   * @throws PerplexException for an empty word and for numbers that are not finite
   * @throws IllegalStateException for one row more than were announced
   */
  public final void row(String word, float[] from, int start) throws IOException {
    if (done == words) {
      throw new IllegalStateException("the header says " + words + " words; no more can follow");
    }
    for (int i = 0; i < dimension; i++) {
      if (!Float.isFinite(from[start + i])) {
        throw PerplexException.dataRefused(
            "the vector of %s holds %s, which no vectors file may. Train with a lower"
                + " word2vec.rate, or leave the word out.",
            word, from[start + i]);
      }
    }
    byte[] written = WordSpelling.written(word).getBytes(StandardCharsets.UTF_8);
    room(written.length + 2 + dimension * numberBytes());
    System.arraycopy(written, 0, buffer, at, written.length);
    at += written.length;
    numbers(from, start);
    buffer[at++] = '\n';
    done++;
  }

  /** Bytes that one number takes at most. */
  abstract int numberBytes();

  /** Puts the numbers into the buffer, where there is room for them. */
  abstract void numbers(float[] from, int start);

  private void room(int bytes) throws IOException {
    if (buffer.length - at >= bytes) {
      return;
    }
    empty();
    if (buffer.length < bytes) {
      buffer = Arrays.copyOf(buffer, bytes);
    }
  }

  private void empty() throws IOException {
    out.write(buffer, 0, at);
    at = 0;
  }

  /** Writes what is held and leaves the stream open; all rows must have come. */
  final void finish() throws IOException {
    if (done != words) {
      throw new IllegalStateException("the header says " + words + " words, but " + done + " came");
    }
    empty();
    out.flush();
  }

  /** Ends the file and closes the stream. */
  @Override
  public final void close() throws IOException {
    try (out) {
      finish();
    }
  }

  final void writeAll(WordVectors vectors) throws IOException {
    float[] row = new float[dimension];
    for (int id = 0; id < vectors.size(); id++) {
      vectors.copy(id, row, 0);
      row(vectors.word(id), row, 0);
    }
    finish();
  }
}
