package dev.perplex.text;

import java.io.Serializable;
import java.util.Comparator;

/**
 * A pair of tokens that are joined.
 *
 * @param left a word, or a phrase of an earlier pass; so is {@code right}
 * @param count how often the pair stands in the training split, overlaps (a a a) included
 */
public record Phrase(String left, String right, long count, double score) implements Serializable {

  /** By score; equal ones by spelling. */
  public static final Comparator<Phrase> BEST_FIRST =
      (Comparator<Phrase> & Serializable)
          (a, b) -> a.score != b.score ? Double.compare(b.score, a.score) : Phrase.bySpelling(a, b);

  /** By count; equal ones by spelling. */
  public static final Comparator<Phrase> FREQUENT_FIRST =
      (Comparator<Phrase> & Serializable)
          (a, b) -> a.count != b.count ? Long.compare(b.count, a.count) : Phrase.bySpelling(a, b);

  private static int bySpelling(Phrase a, Phrase b) {
    int left = a.left.compareTo(b.left);
    return left != 0 ? left : a.right.compareTo(b.right);
  }
}
