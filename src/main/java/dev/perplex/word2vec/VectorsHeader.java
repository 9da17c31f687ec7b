package dev.perplex.word2vec;

import dev.perplex.provenance.PerplexException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many words a vectors file says it holds, and of what dimension.
 *
 * @param words {@link #UNKNOWN} where the file has no such line
 */
record VectorsHeader(int words, int dimension) {
  static final int UNKNOWN = -1;
  static final int LONGEST_WORD = 1 << 16; // bytes; more means that this is no such file

  static final int LARGEST_DIMENSION = 1 << 16; // of any sense
  private static final Pattern FORM = Pattern.compile("\\s*(-?[0-9]+)[ \\t]+(-?[0-9]+)\\s*");
  private static final int SHOWN = 40; // characters of a line in a message

  static final String WAY_OUT = "Write it again, or name a file in the format of word2vec.";

  /**
   * Of a first line.
   *
   * @return empty where the line is not of two whole numbers
   * @throws PerplexException where the numbers cannot be
   */
  static Optional<VectorsHeader> parse(String line, String name) {
    Matcher matcher = FORM.matcher(line);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    if (matcher.group(1).length() > 10 || matcher.group(2).length() > 10) {
      throw refused(line, name);
    }
    long words = Long.parseLong(matcher.group(1));
    long dimension = Long.parseLong(matcher.group(2));
    if (dimension < 1
        || dimension > LARGEST_DIMENSION
        || words < 1
        || words > Integer.MAX_VALUE - 8) {
      throw refused(line, name);
    }
    return Optional.of(new VectorsHeader((int) words, (int) dimension));
  }

  static PerplexException refused(String line, String name) {
    return PerplexException.dataRefused(
        "%s starts with \"%s\", which is not \"words dimension\" with at least one word and a"
            + " dimension from 1 to %d. %s",
        name, shown(line), LARGEST_DIMENSION, WAY_OUT);
  }

  /** A line, or its start, fit for a message. */
  static String shown(String line) {
    String plain = line.strip().replaceAll("\\p{Cntrl}", "?");
    return plain.length() > SHOWN ? plain.substring(0, SHOWN) + "..." : plain;
  }

  /** Bytes that a row of text takes at most; numbers of more than 40 digits are not sensible. */
  int longestLine() {
    return Math.addExact(LONGEST_WORD, Math.multiplyExact(dimension, 48));
  }

  /** Of the first line of a text without header. */
  static int longestFirstLine() {
    return new VectorsHeader(UNKNOWN, LARGEST_DIMENSION).longestLine();
  }

  static boolean isDimension(int dimension) {
    return dimension >= 1 && dimension <= LARGEST_DIMENSION;
  }
}
