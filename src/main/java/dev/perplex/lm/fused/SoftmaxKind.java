package dev.perplex.lm.fused;

/** How the top layer's output becomes probabilities of words. */
public enum SoftmaxKind {
  /** Weights of its own for each word. */
  FULL,
  /**
   * The word vectors themselves (Press and Wolf 2017, arXiv 1608.05859), with a projection where
   * the top layer's output has another length.
   */
  TIED
}
