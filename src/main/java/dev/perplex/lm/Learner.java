package dev.perplex.lm;

import dev.perplex.eval.LanguageReader;

/** What dynamic evaluation needs of an engine: a network of its own that can learn. */
public interface Learner {

  /** Reads by the weights as they are at each call. */
  LanguageReader reader();

  /**
   * Takes one step down the gradient of a stretch's loss, summed over its tokens. Its own recurrent
   * state goes on from the stretch before.
   *
   * @param inputs [length] the token before each label
   * @param labels [length]
   */
  void learn(int[] inputs, int[] labels);

  /** As it was made: the trained weights, the zero state. */
  void restore();
}
