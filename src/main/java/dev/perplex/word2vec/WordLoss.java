package dev.perplex.word2vec;

/** How the softmax over the vocabulary is avoided (Mikolov et al. 2013, arXiv 1310.4546, 2.1-2). */
public enum WordLoss {
  /** The centre word against a few drawn words. */
  NEGATIVE_SAMPLING,
  /** The centre word's path through the Huffman tree of the vocabulary. */
  HIERARCHICAL_SOFTMAX
}
