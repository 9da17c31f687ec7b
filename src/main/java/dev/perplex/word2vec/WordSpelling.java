package dev.perplex.word2vec;

import dev.perplex.provenance.PerplexException;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a word is spelled in a vectors file, where white space ends a word: U+0020 is written as
 * U+2581 (a low block, as SentencePiece does), other ASCII white space and U+2581 itself as a
 * backslash, u and four hexadecimal digits. A word that holds such an escape literally has its
 * backslash escaped, so reading gives back every word as it was.
 */
final class WordSpelling {
  static final Comparator<String> BY_CODE_POINT = WordSpelling::compare;

  private static final char BLOCK = '\u2581';
  private static final Pattern TO_ESCAPE =
      Pattern.compile("[\\t\\n\\u000B\\f\\r\\u2581]|\\\\(?=u[0-9A-F]{4})");
  private static final Pattern ESCAPED = Pattern.compile("\\\\u([0-9A-F]{4})");

  private WordSpelling() {}

  static String written(String word) {
    if (word.isEmpty()) {
      throw PerplexException.dataRefused(
          "an empty word cannot be written to a vectors file. Leave it out of the vocabulary.");
    }
    return TO_ESCAPE
        .matcher(word)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(String.format("\\u%04X", (int) match.group().charAt(0))))
        .replace(' ', BLOCK);
  }

  static String read(String written) {
    if (written.indexOf(BLOCK) < 0 && written.indexOf('\\') < 0) {
      return written;
    }
    return ESCAPED
        .matcher(written.replace(BLOCK, ' '))
        .replaceAll(
            match ->
                Matcher.quoteReplacement(Character.toString(Integer.parseInt(match.group(1), 16))));
  }

  private static int compare(String one, String other) {
    int shorter = Math.min(one.length(), other.length());
    for (int i = 0; i < shorter; i++) {
      if (one.charAt(i) != other.charAt(i)) {
        // Where a surrogate pair differs in its second half, both first halves are equal.
        int a = one.codePointAt(i);
        int b = other.codePointAt(i);
        return Integer.compare(a, b);
      }
    }
    return Integer.compare(one.length(), other.length());
  }
}
