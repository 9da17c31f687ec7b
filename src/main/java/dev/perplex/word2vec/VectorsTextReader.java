package dev.perplex.word2vec;

import dev.perplex.provenance.PerplexException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Rows of text: the word and its numbers, parted by spaces or tabs, a line each. */
final class VectorsTextReader extends VectorsReader {
  private final int firstLine; // of the rows
  private final int longestLine;

  VectorsTextReader(VectorsInput in, VectorsHeader header, int firstLine) {
    super(in, header);
    this.firstLine = firstLine;
    this.longestLine = header.longestLine();
  }

  /** Reads the dimension off the first row, which stays ahead. */
  static VectorsTextReader withoutHeader(VectorsInput in) throws IOException {
    int length = in.until('\n', VectorsHeader.longestFirstLine());
    if (length < 0) {
      throw in.refused(
          "starts with a line of more than %d bytes, which no vector takes",
          VectorsHeader.longestFirstLine());
    }
    int end = in.at + length;
    int dimension = 0;
    int start = fieldEnd(in.buffer, in.at, end);
    try {
      for (int at = skip(in.buffer, start, end); at < end; at = skip(in.buffer, at, end)) {
        int next = fieldEnd(in.buffer, at, end);
        FloatDigits.read(in.buffer, at, next);
        dimension++;
        at = next;
      }
    } catch (NumberFormatException e) {
      dimension = 0;
    }
    if (dimension < 2 || !VectorsHeader.isDimension(dimension)) {
      int shown = Math.min(end, in.at + 100);
      throw VectorsHeader.refused(
          new String(in.buffer, in.at, shown - in.at, StandardCharsets.UTF_8), in.name);
    }
    return new VectorsTextReader(in, new VectorsHeader(VectorsHeader.UNKNOWN, dimension), 1);
  }

  @Override
  String place(int row) {
    return "line " + (row + firstLine);
  }

  @Override
  String suspicion(int row) {
    return ""; // a line tells by its fields
  }

  @Override
  String read(float[] row) throws IOException {
    int length = in.until('\n', longestLine);
    if (length < 0) {
      throw in.refused(
          "%s is longer than %d bytes, too long for %d numbers", place(), longestLine, dimension());
    }
    byte[] line = in.buffer;
    int start = in.at;
    int end = start + length;
    boolean last = end == in.limit; // no line end follows
    int wordEnd = fieldEnd(line, start, end);
    int count = 0;
    int at = skip(line, wordEnd, end);
    while (at < end && count < row.length) {
      int next = fieldEnd(line, at, end);
      try {
        row[count] = FloatDigits.read(line, at, next);
      } catch (NumberFormatException e) {
        throw wrongFields(start, end);
      }
      count++;
      at = skip(line, next, end);
    }
    if (last && words() != VectorsHeader.UNKNOWN && (count < row.length || done() + 1 < words())) {
      throw cutShort();
    }
    if (count < row.length || at < end) {
      throw wrongFields(start, end);
    }
    String word = in.utf8(start, wordEnd);
    if (word == null) {
      throw notUtf8();
    }
    in.pass(length);
    return word;
  }

  private PerplexException wrongFields(int start, int end) {
    int count = 0;
    String wrong = "";
    int at = skip(in.buffer, fieldEnd(in.buffer, start, end), end);
    while (at < end) {
      int next = fieldEnd(in.buffer, at, end);
      if (wrong.isEmpty()) {
        wrong = notNumber(at, next);
      }
      count++;
      at = skip(in.buffer, next, end);
    }
    if (count == dimension()) {
      return in.refused("%s holds %s where a number belongs", place(), wrong);
    }
    String place = in.name + " " + place();
    return count > dimension()
        ? PerplexException.dataRefused(
            "%s has %d fields after the word, but the dimension is %d: a word may hold a space."
                + " Write spaces in words as _ or U+2581 and make the file again.",
            place, count, dimension())
        : PerplexException.dataRefused(
            "%s has %d numbers, but the dimension is %d. %s",
            place, count, dimension(), VectorsHeader.WAY_OUT);
  }

  private String notNumber(int start, int end) {
    try {
      FloatDigits.read(in.buffer, start, end);
      return "";
    } catch (NumberFormatException e) {
      String field = new String(in.buffer, start, end - start, StandardCharsets.UTF_8);
      return VectorsHeader.shown(field);
    }
  }

  private static boolean isBlank(byte next) {
    return next == ' ' || next == '\t' || next == '\r';
  }

  private static int fieldEnd(byte[] line, int start, int end) {
    int at = start;
    while (at < end && !isBlank(line[at])) {
      at++;
    }
    return at;
  }

  private static int skip(byte[] line, int start, int end) {
    int at = start;
    while (at < end && isBlank(line[at])) {
      at++;
    }
    return at;
  }
}
