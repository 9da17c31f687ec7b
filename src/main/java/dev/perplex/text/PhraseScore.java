package dev.perplex.text;

/**
 * How strongly two neighbouring words belong together. Counts are of the training split: of the
 * pair, of its left and of its right word, and of all running words ({@code <eos>} is none).
 */
public enum PhraseScore {
  /**
   * {@code (pair - discount) / (left * right) * words}: Mikolov et al. 2013, Distributed
   * Representations of Words and Phrases, equation 6, times the number of words as in
   * word2phrase.c. How many times more often the pair stands than chance would have it; no upper
   * bound.
   */
  WORD2PHRASE {
    @Override
    public double of(long pair, long left, long right, long words, long discount) {
      return (double) (pair - discount) / left / right * words;
    }
  },

  /**
   * {@code ln(p(pair) / (p(left) * p(right))) / -ln p(pair)}: Bouma 2009, Normalized (Pointwise)
   * Mutual Information in Collocation Extraction. From -1 to 1: 0 for words that know nothing of
   * one another, 1 for words that only stand together. The discount plays no part.
   */
  NPMI {
    @Override
    public double of(long pair, long left, long right, long words, long discount) {
      if (pair == words) {
        return 1; // 0 / 0: nothing else stands in the text
      }
      double together = -Math.log((double) pair / words);
      double apart = -Math.log((double) left / words) - Math.log((double) right / words);
      // Rounding alone leaves the range.
      return Math.max(-1, Math.min(1, (apart - together) / together));
    }
  };

  /** The score of a pair that stands {@code pair > 0} times. */
  public abstract double of(long pair, long left, long right, long words, long discount);
}
