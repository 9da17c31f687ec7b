package dev.perplex.report;

import dev.perplex.provenance.InvalidSetting;

/** Two words of {@code report.pca-words} that belong together: a country and its capital. */
public record WordPair(String first, String second) {
  /**
   * @param text two words with white space between
   * @throws InvalidSetting for any other text
   */
  static WordPair parse(String text) {
    String[] words = text.strip().split("\\s+", -1);
    if (words.length != 2 || words[0].equals(words[1])) {
      throw new InvalidSetting("pca-words", "\"" + text + "\"", "is not two different words");
    }
    return new WordPair(words[0], words[1]);
  }
}
