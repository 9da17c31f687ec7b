package dev.perplex.text.spark;

import dev.perplex.text.Phrase;
import dev.perplex.text.Phrases;
import java.util.List;

/**
 * What was learned.
 *
 * @param passes those that were made, in order
 */
public record LearnedPhrases(Phrases phrases, List<Pass> passes) {

  /**
   * One pass.
   *
   * @param words running words in the training split, as the passes before joined them
   * @param above pairs whose score is above the threshold
   * @param kept those of them that there was room for, by {@link Phrase#BEST_FIRST}
   */
  public record Pass(double threshold, long words, long above, List<Phrase> kept) {}
}
