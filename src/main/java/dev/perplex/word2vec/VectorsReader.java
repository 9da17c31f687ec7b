package dev.perplex.word2vec;

import dev.perplex.provenance.PerplexException;
import it.unimi.dsi.fastutil.objects.ObjectOpenHashSet;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * Hands out the rows of a vectors file one after another: word2vec's text or binary format, plain
 * or packed by gzip, told apart by what the file holds. Text may lack the line "words dimension"
 * (as GloVe's does) and may have Windows line ends. Holds one row and the words.
 *
 * <pre>{@code
 * try (VectorsReader rows = VectorsReader.open(stream, "vectors.txt")) {
 *   float[] row = new float[rows.dimension()];
 *   while (rows.next()) {
 *     rows.copy(row, 0); // of rows.word()
 *   }
 * }
 * }</pre>
 */
public abstract class VectorsReader implements Closeable {
  final VectorsInput in;
  private final VectorsHeader header;
  private final float[] row; // [dimension]
  private Set<String> seen = new ObjectOpenHashSet<>(); // null where nobody asks for it
  private String word;
  private int done;

  VectorsReader(VectorsInput in, VectorsHeader header) {
    this.in = in;
    this.header = header;
    this.row = new float[header.dimension()];
  }

  /**
   * @param name of the file, for messages
   * @throws PerplexException exit code 20, where the file is of neither format; other methods throw
   *     it where the file turns out to be damaged
   */
  public static VectorsReader open(InputStream stream, String name) throws IOException {
    VectorsInput in = new VectorsInput(stream, name);
    Optional<VectorsHeader> header = header(in);
    if (header.isEmpty()) {
      return VectorsTextReader.withoutHeader(in);
    }
    return VectorsFormat.isText(in, header.get().dimension())
        ? new VectorsTextReader(in, header.get(), 2)
        : new VectorsBinaryReader(in, header.get());
  }

  /** The same for a file that is known to be text. */
  static VectorsReader text(InputStream stream, String name) throws IOException {
    VectorsInput in = new VectorsInput(stream, name);
    Optional<VectorsHeader> header = header(in);
    return header.isPresent()
        ? new VectorsTextReader(in, header.get(), 2)
        : VectorsTextReader.withoutHeader(in);
  }

  /** The same for a file that is known to be binary. */
  public static VectorsReader binary(InputStream stream, String name) throws IOException {
    VectorsInput in = new VectorsInput(stream, name);
    Optional<VectorsHeader> header = header(in);
    return header.isPresent()
        ? new VectorsBinaryReader(in, header.get())
        : VectorsTextReader.withoutHeader(in); // which says what is wrong with the first line
  }

  private static Optional<VectorsHeader> header(VectorsInput in) throws IOException {
    if (in.ahead(3)
        && in.buffer[0] == (byte) 0xEF
        && in.buffer[1] == (byte) 0xBB
        && in.buffer[2] == (byte) 0xBF) {
      in.at = 3; // a byte order mark, as Windows writes it
    }
    if (!in.ahead(1)) {
      throw PerplexException.dataRefused("%s is empty. %s", in.name, VectorsHeader.WAY_OUT);
    }
    int length = in.until('\n', VectorsHeader.longestFirstLine());
    String line =
        new String(
            in.buffer,
            in.at,
            length < 0 ? 100 : Math.min(length, 100),
            StandardCharsets.ISO_8859_1);
    if (length < 0) {
      throw VectorsHeader.refused(line, in.name);
    }
    Optional<VectorsHeader> header = VectorsHeader.parse(line, in.name);
    if (header.isPresent()) {
      in.pass(length);
    }
    return header;
  }

  /** How many words the file says it holds; -1 where it does not say. */
  public final int words() {
    return header.words();
  }

  public final int dimension() {
    return header.dimension();
  }

  /**
   * Moves to the next row; false after the last.
   *
   * @throws PerplexException exit code 20, naming the line or the word, where there is no next row
   *     though the file promised one, or it holds what no row may
   */
  public final boolean next() throws IOException {
    boolean last = header.words() == done;
    if (last || header.words() == VectorsHeader.UNKNOWN) {
      if (in.ended()) {
        return false;
      }
      if (last) {
        throw in.refused(
            "goes on after the %d words of its header%s", header.words(), suspicion(done));
      }
    } else if (!in.ahead(1)) {
      throw cutShort();
    }
    String written = read(row);
    if (written.isEmpty()) {
      throw in.refused("%s starts with no word", place());
    }
    word = WordSpelling.read(written);
    for (float number : row) {
      if (!Float.isFinite(number)) {
        throw in.refused(
            "%s holds %s in the vector of %s%s", place(), number, written, suspicion(done));
      }
    }
    if (seen != null && !seen.add(word)) {
      throw again(done);
    }
    done++;
    return true;
  }

  /** Keeps no words from now on: whoever takes the rows looks for words that come twice. */
  public final VectorsReader forgetful() {
    seen = null;
    return this;
  }

  /** Where the word of the current row was there before: what to throw. */
  public final PerplexException again() {
    return again(done - 1);
  }

  private PerplexException again(int row) {
    return in.refused(
        "%s holds the word %s again", place(row), VectorsHeader.shown(WordSpelling.written(word)));
  }

  /** The word of the current row. */
  public final String word() {
    return word;
  }

  /** Copies the current row to {@code to[at..at + dimension)}. */
  public final void copy(float[] to, int at) {
    System.arraycopy(row, 0, to, at, row.length);
  }

  /** What is left of the file, with all of it in memory. */
  public final WordVectors vectors() throws IOException {
    return vectors(Integer.MAX_VALUE);
  }

  /**
   * The next rows, with all of them in memory.
   *
   * @param most how many at most; the rest is not read
   */
  public final WordVectors vectors(int most) throws IOException {
    VectorsBuilder builder = new VectorsBuilder(this, most);
    while (builder.size() < most && next()) {
      builder.add();
    }
    return builder.vectors();
  }

  /** Rows handed out. */
  final int done() {
    return done;
  }

  final PerplexException cutShort() {
    return header.words() == VectorsHeader.UNKNOWN
        ? in.refused("is cut short: it ends in word %d", done + 1)
        : in.refused("is cut short: it ends in word %d of %d", done + 1, header.words());
  }

  final PerplexException notUtf8() {
    return PerplexException.dataRefused(
        "%s %s: the word is not UTF-8%s. Write the file again in UTF-8.",
        in.name, place(), suspicion(done));
  }

  /** Where the row that is being read stands, for messages. */
  final String place() {
    return place(done);
  }

  /**
   * Where a row stands, for messages.
   *
   * @param row from 0
   */
  abstract String place(int row);

  /** What else may be the matter, where a row is not as it should be: the rest of a sentence. */
  abstract String suspicion(int row);

  /**
   * Reads one row.
   *
   * @return the word as it is written
   */
  abstract String read(float[] row) throws IOException;

  @Override
  public final void close() throws IOException {
    in.close();
  }
}
