package dev.perplex.lm;

import dev.perplex.eval.LanguageModel;
import dev.perplex.eval.LanguageReader;

/** A language model whose readers can learn from what they read. */
public interface AdaptiveModel extends LanguageModel {

  /**
   * A reader with weights of its own, which move after each stretch of text (dynamic evaluation,
   * Krause et al. 2018, arXiv 1709.07432). Its losses are of weights that have not seen the token.
   * {@link LanguageReader#reset} brings the trained weights back.
   */
  LanguageReader reader(DynamicSettings settings);
}
