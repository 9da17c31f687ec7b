package dev.perplex.word2vec;

import dev.perplex.provenance.PerplexException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * The text format of word2vec.c, which gensim and many others read: a line "words dimension", then
 * a line a word: the word and its numbers, parted by spaces. UTF-8. Every word is written, {@code
 * <unk>} and {@code <eos>} too; a space in a word is written as U+2581 (see {@link WordSpelling}).
 * Numbers have as many digits as bring back the same float.
 */
public final class VectorsText {
  private VectorsText() {}

  /** Leaves the stream open. */
  public static void write(WordVectors vectors, OutputStream out) throws IOException {
    Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    writer.write(vectors.size() + " " + vectors.dimension() + "\n");
    for (int id = 0; id < vectors.size(); id++) {
      writer.write(WordSpelling.written(vectors.word(id)));
      for (int i = 0; i < vectors.dimension(); i++) {
        writer.write(' ');
        writer.write(Float.toString(vectors.at(id, i)));
      }
      writer.write('\n');
    }
    writer.flush();
  }

  /**
   * @param name of the file, for messages
   * @throws PerplexException where the file is not of this format; it says in which line
   */
  public static WordVectors read(InputStream in, String name) throws IOException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    VectorsHeader header = VectorsHeader.parse(lines.readLine(), name);
    VectorsBuilder rows = new VectorsBuilder(header, name);
    for (int id = 0; id < header.words(); id++) {
      String line = lines.readLine();
      if (line == null) {
        throw rows.cutShort();
      }
      String[] fields = line.stripTrailing().split(" ");
      if (fields.length != header.dimension() + 1) {
        throw rows.refused(
            "line %d has %d numbers, but its header says %d (or a word holds a space)",
            id + 2, fields.length - 1, header.dimension());
      }
      rows.word(fields[0]);
      for (int i = 1; i < fields.length; i++) {
        rows.number(number(fields[i], rows, id + 2));
      }
    }
    if (lines.readLine() != null) {
      throw rows.tooLong();
    }
    return rows.vectors();
  }

  private static float number(String field, VectorsBuilder rows, int line) {
    try {
      return Float.parseFloat(field);
    } catch (NumberFormatException e) {
      throw rows.refused("line %d holds %s where a number belongs", line, field);
    }
  }
}
