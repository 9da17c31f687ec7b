package dev.perplex.word2vec;

import dev.perplex.provenance.PerplexException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The first line of both vectors formats: how many words, of what dimension. */
record VectorsHeader(int words, int dimension) {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,10}) ([0-9]{1,10})\\s*");

  private static final int MOST = 1 << 16; // of any sense; a reader holds one row at a time

  /**
   * @param line null where the file is empty
   */
  static VectorsHeader parse(String line, String name) {
    if (line == null) {
      throw PerplexException.dataRefused("%s is empty. %s", name, WAY_OUT);
    }
    Matcher matcher = FORM.matcher(line);
    if (!matcher.matches()) {
      throw refused(line, name);
    }
    long words = Long.parseLong(matcher.group(1));
    long dimension = Long.parseLong(matcher.group(2));
    if (dimension < 1 || dimension > MOST || words * dimension > Integer.MAX_VALUE - 8) {
      throw refused(line, name);
    }
    return new VectorsHeader((int) words, (int) dimension);
  }

  static final String WAY_OUT = "Write it again, or name a file in the format of word2vec.";

  private static PerplexException refused(String line, String name) {
    String shown = line.length() > 40 ? line.substring(0, 40) + "..." : line;
    return PerplexException.dataRefused(
        "%s starts with \"%s\", which is not \"words dimension\" with a dimension from 1 to %d and at"
            + " most %d numbers together. %s",
        name, shown, MOST, Integer.MAX_VALUE - 8, WAY_OUT);
  }
}
