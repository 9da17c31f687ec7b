package dev.perplex.text;

/** Numbers among words. */
final class NumberWords {
  private NumberWords() {}

  /** Each decimal digit, of any script, as 0. */
  static String zeroed(String word) {
    int at = 0;
    while (at < word.length() && !Character.isDigit(word.codePointAt(at))) {
      at += Character.charCount(word.codePointAt(at));
    }
    if (at == word.length()) {
      return word;
    }
    StringBuilder zeroed = new StringBuilder(word.length());
    word.codePoints().map(c -> Character.isDigit(c) ? '0' : c).forEach(zeroed::appendCodePoint);
    return zeroed.toString();
  }

  /** Digits, with single points, commas or apostrophes between them, and perhaps a sign before. */
  static boolean isNumber(String word) {
    int at = !word.isEmpty() && "+-\u2212".indexOf(word.charAt(0)) >= 0 ? 1 : 0;
    boolean digit = false;
    while (at < word.length()) {
      int c = word.codePointAt(at);
      if (Character.isDigit(c)) {
        digit = true;
      } else if (digit && ".,'\u2019\u066B\u066C\u202F".indexOf(c) >= 0) {
        digit = false;
      } else {
        return false;
      }
      at += Character.charCount(c);
    }
    return digit;
  }
}
