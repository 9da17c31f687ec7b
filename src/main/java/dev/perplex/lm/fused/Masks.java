package dev.perplex.lm.fused;

/**
 * What dropout takes away in one training step. Masks hold 0 for what is dropped and {@code 1 / (1
 * - p)} for what is kept, so that evaluation needs none. Arrays are the implementation's own, made
 * once, and valid until the next {@link #draw}. Serves one thread.
 */
public interface Masks {

  /** Nothing is dropped. */
  Masks NONE = (lanes, steps, seed) -> {};

  /** Draws those of the next step; equal arguments give equal masks. */
  void draw(int lanes, int steps, long seed);

  /**
   * For what a layer reads: 0 is the first recurrent layer (after the word vectors), {@code layers}
   * the softmax.
   *
   * @return [steps * lanes * features or longer], row {@code t * lanes + lane}; null for none
   */
  default float[] inputs(int place) {
    return null;
  }

  /**
   * A factor for each word's vector, whole words being dropped (Gal and Ghahramani 2016, arXiv
   * 1512.05287, section 4.2).
   *
   * @return [vocabulary]; null for none
   */
  default float[] words() {
    return null;
  }

  /**
   * For a recurrent layer's hidden-to-hidden weights (DropConnect; Merity et al. 2018, arXiv
   * 1708.02182, section 2).
   *
   * @return [gates * hidden * hidden]; null for none
   */
  default float[] recurrentWeights(int layer) {
    return null;
  }
}
