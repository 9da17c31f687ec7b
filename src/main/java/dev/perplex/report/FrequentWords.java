package dev.perplex.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Which words stand on the map: the most frequent ones made of letters, without the very first,
 * which in any language are function words for the most part. A stop list would be one language's.
 *
 * @param ids by falling frequency
 * @param skipped words of letters left out at the start
 */
record FrequentWords(List<Integer> ids, int skipped) {
  /** Of a small vocabulary, a smaller part is left out: a tenth. */
  private static final int PART = 10;

  /**
   * @param words how many at most
   * @param skip how many of the most frequent ones to leave out, at most
   */
  static FrequentWords of(int words, int skip, VectorRows vectors) {
    int skipped = Math.min(skip, vectors.size() / PART);
    List<Integer> ids = new ArrayList<>();
    int seen = 0;
    for (int id = 0; id < vectors.size() && ids.size() < words; id++) {
      if (isWord(vectors.word(id)) && ++seen > skipped) {
        ids.add(id);
      }
    }
    return new FrequentWords(List.copyOf(ids), skipped);
  }

  /**
   * Letters with their marks, two at least (or one ideograph), with hyphens, apostrophes and low
   * lines between; no number, no sign, none of the words in angle brackets.
   */
  static boolean isWord(String word) {
    return word.matches("\\p{IsIdeographic}|[\\p{L}\\p{M}]+([-'\u2019_][\\p{L}\\p{M}]+)*")
        && (word.codePointCount(0, word.length()) > 1
            || Character.isIdeographic(word.codePointAt(0)));
  }
}
