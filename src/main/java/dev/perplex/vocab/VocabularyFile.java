package dev.perplex.vocab;

import dev.perplex.provenance.PerplexException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The vocabulary as text: a header line, then a line a word in the order of ids, {@code word TAB
 * count}. A backslash, tab, line feed or carriage return in a word is written as {@code \\}, {@code
 * \t}, {@code \n}, {@code \r}.
 */
public final class VocabularyFile {
  private static final String HEADER = "#perplex-vocabulary\t1";

  private VocabularyFile() {}

  public static byte[] bytes(Vocabulary vocabulary) {
    StringBuilder text = new StringBuilder(HEADER).append('\n');
    for (int id = 0; id < vocabulary.size(); id++) {
      text.append(escape(vocabulary.word(id)))
          .append('\t')
          .append(vocabulary.count(id))
          .append('\n');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * @param name of the file, for messages
   * @throws PerplexException exit code 20, where the file is damaged or newer
   */
  public static Vocabulary parse(String text, String name) {
    String[] lines = text.split("\n", -1);
    if (!lines[0].equals(HEADER)) {
      if (lines[0].startsWith("#perplex-vocabulary\t")) {
        throw PerplexException.dataRefused(
            "%s is a vocabulary of version %s; this Perplex reads version 1. Use a newer Perplex.",
            name, lines[0].substring(lines[0].indexOf('\t') + 1));
      }
      throw damaged(name, 1, "the header is missing");
    }
    List<String> words = new ArrayList<>(lines.length);
    long[] counts = new long[Math.max(0, lines.length - 2)];
    for (int i = 1; i < lines.length - 1; i++) {
      int tab = lines[i].lastIndexOf('\t');
      if (tab < 0) {
        throw damaged(name, i + 1, "there is no tab");
      }
      try {
        counts[words.size()] = Long.parseLong(lines[i].substring(tab + 1));
      } catch (NumberFormatException e) {
        throw damaged(name, i + 1, "the count is not a number");
      }
      words.add(unescape(lines[i].substring(0, tab)));
    }
    try {
      return new Vocabulary(words, counts);
    } catch (IllegalArgumentException e) {
      throw damaged(name, lines.length, e.getMessage());
    }
  }

  private static String escape(String word) {
    return word.replace("\\", "\\\\")
        .replace("\t", "\\t")
        .replace("\n", "\\n")
        .replace("\r", "\\r");
  }

  private static String unescape(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        char next = text.charAt(++i);
        word.append(
            switch (next) {
              case 't' -> '\t';
              case 'n' -> '\n';
              case 'r' -> '\r';
              default -> next;
            });
      } else {
        word.append(c);
      }
    }
    return word.toString();
  }

  private static PerplexException damaged(String name, int line, String how) {
    return PerplexException.dataRefused(
        "%s, line %d: %s. Make the vocabulary again with --force, or restore the file.",
        name, line, how);
  }
}
