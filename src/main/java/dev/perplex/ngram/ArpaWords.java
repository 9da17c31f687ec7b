package dev.perplex.ngram;

import dev.perplex.vocab.Vocabulary;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Words as ARPA files spell them. A file's fields end at white space, so white space in a word (all
 * of a character model's blanks) is written as {@code <U+0020>}, by its code point in hexadecimal;
 * and so is the first character of a word that looks like that, or like {@code <s>} or {@code
 * </s>}.
 */
final class ArpaWords {
  static final String START = "<s>";
  static final String END = "</s>";

  private static final Pattern ESCAPED = Pattern.compile("<U\\+([0-9A-F]{4})>");

  private ArpaWords() {}

  /** The word that is predicted: {@code <eos>} ends a sentence. */
  static String predicted(Vocabulary vocabulary, int id) {
    return id == Vocabulary.EOS_ID ? END : spelled(vocabulary.word(id));
  }

  /** A word of a context: {@code <eos>} starts a sentence. */
  static String context(Vocabulary vocabulary, int id) {
    return id == Vocabulary.EOS_ID ? START : spelled(vocabulary.word(id));
  }

  static String spelled(String word) {
    StringBuilder text = new StringBuilder();
    boolean special = word.equals(START) || word.equals(END) || word.equals("<UNK>");
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      boolean looks = c == '<' && (special || word.startsWith("U+", i + 1));
      // What is white space to anybody's reader: Java's, Unicode's, and control characters.
      if (looks || Character.isWhitespace(c) || Character.isSpaceChar(c) || c < ' ') {
        text.append(String.format("<U+%04X>", (int) c));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  /** The word that {@link #spelled} wrote so. */
  static String read(String text) {
    if (!text.contains("<U+")) {
      return text;
    }
    Matcher matcher = ESCAPED.matcher(text);
    return matcher.replaceAll(
        found ->
            Matcher.quoteReplacement(
                Character.toString((char) Integer.parseInt(found.group(1), 16))));
  }
}
