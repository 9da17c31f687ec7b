package dev.perplex.word2vec;

import dev.perplex.provenance.PerplexException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The binary format of word2vec.c, which gensim reads: a line "words dimension", then each word in
 * UTF-8, a space, its numbers as little-endian floats, and a newline. Words are written as {@link
 * VectorsText} writes them.
 */
public final class VectorsBinary {
  private static final int LONGEST_WORD = 1 << 16; // bytes; more means that this is no such file

  private VectorsBinary() {}

  /** Leaves the stream open. */
  public static void write(WordVectors vectors, OutputStream out) throws IOException {
    String header = vectors.size() + " " + vectors.dimension() + "\n";
    out.write(header.getBytes(StandardCharsets.UTF_8));
    byte[] bytes = new byte[vectors.dimension() * Float.BYTES];
    ByteBuffer row = littleEndian(bytes);
    for (int id = 0; id < vectors.size(); id++) {
      out.write((WordSpelling.written(vectors.word(id)) + " ").getBytes(StandardCharsets.UTF_8));
      row.clear();
      for (int i = 0; i < vectors.dimension(); i++) {
        row.putFloat(vectors.at(id, i));
      }
      out.write(bytes);
      out.write('\n');
    }
    out.flush();
  }

  /**
   * Reads files with and without the newline after each word's numbers: both are about.
   *
   * @param name of the file, for messages
   * @throws PerplexException where the file is not of this format
   */
  public static WordVectors read(InputStream stream, String name) throws IOException {
    InputStream in = new BufferedInputStream(stream, 1 << 16);
    VectorsHeader header = VectorsHeader.parse(upTo('\n', in), name);
    VectorsBuilder rows = new VectorsBuilder(header, name);
    byte[] bytes = new byte[header.dimension() * Float.BYTES];
    ByteBuffer row = littleEndian(bytes);
    for (int id = 0; id < header.words(); id++) {
      String word = upTo(' ', in);
      if (word != null && word.length() > LONGEST_WORD) {
        throw rows.refused("word %d has no end", id + 1);
      }
      if (word == null || in.readNBytes(bytes, 0, bytes.length) < bytes.length) {
        throw rows.cutShort();
      }
      rows.word(utf8(word.startsWith("\n") ? word.substring(1) : word));
      for (int i = 0; i < header.dimension(); i++) {
        rows.number(row.getFloat(i * Float.BYTES));
      }
    }
    int last = in.read();
    if ((last != '\n' && last != -1) || in.read() != -1) {
      throw rows.tooLong();
    }
    return rows.vectors();
  }

  private static String utf8(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  // The bytes, a char each, before the next such byte, the end of the file or one byte more than
  // the longest word; null where nothing is left.
  private static String upTo(int end, InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int next = in.read();
    if (next < 0) {
      return null;
    }
    while (next != end && next >= 0 && bytes.size() <= LONGEST_WORD) {
      bytes.write(next);
      next = in.read();
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }
}
