package dev.perplex.text;

import dev.perplex.provenance.Check;
import java.io.Serializable;

/**
 * How phrases are learned, in the stage {@code tokenize}.
 *
 * @param passes over the text; each joins pairs, so {@code n} give phrases of up to 2^n words; 0
 *     for no phrases
 * @param minCount occurrences in the training split that a pair must have; what {@link
 *     PhraseScore#WORD2PHRASE} subtracts as the discount, as word2phrase.c does
 * @param joiner one character, between the words of a phrase
 * @param maxPhrases of all passes together: they pass through the driver and stand in the tokenizer
 *     file
 */
public record PhraseSettings(
    int passes,
    PhraseScore score,
    int minCount,
    String joiner,
    int maxPhrases,
    Limit word2phrase,
    Limit npmi)
    implements Serializable {
  private static final int MOST_PASSES = 10; // phrases of 1,024 words
  private static final int MOST_PHRASES = 10_000_000;

  /**
   * Above which score a pair is a phrase.
   *
   * @param threshold of the first pass
   * @param factor of the threshold, from one pass to the next
   */
  public record Limit(double threshold, double factor) implements Serializable {
    public Limit {
      Check.that(Double.isFinite(threshold), "threshold", threshold, "is not a number");
      Check.between("factor", factor, 0, 1);
    }
  }

  public PhraseSettings {
    Check.atLeast("passes", passes, 0);
    Check.atMost("passes", passes, MOST_PASSES);
    Check.that(score != null, "score", "null", "is none of word2phrase, npmi");
    Check.atLeast("min-count", minCount, 1);
    Check.that(
        Phrases.isJoiner(joiner),
        "joiner",
        "\"" + joiner + "\"",
        "is not one mark: a character that is neither letter, digit, white space, \\, < nor >");
    Check.atLeast("max-phrases", maxPhrases, 1);
    Check.atMost("max-phrases", maxPhrases, MOST_PHRASES);
    Check.that(
        word2phrase.threshold() >= 0,
        "word2phrase.threshold",
        word2phrase.threshold(),
        "is below 0");
    Check.between("npmi.threshold", npmi.threshold(), -1, 1);
  }

  /**
   * Above which score a pair is a phrase.
   *
   * @param pass from 1
   */
  public double threshold(int pass) {
    Limit limit = score == PhraseScore.NPMI ? npmi : word2phrase;
    double threshold = limit.threshold();
    for (int i = 1; i < pass; i++) {
      threshold *= limit.factor();
    }
    return threshold;
  }
}
