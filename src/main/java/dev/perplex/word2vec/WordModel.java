package dev.perplex.word2vec;

/** What is predicted from what in a window (Mikolov et al. 2013, arXiv 1301.3781, figure 1). */
public enum WordModel {
  /** Each neighbour alone predicts the centre word (word2vec.c's direction of skip-gram). */
  SKIP_GRAM,
  /** The mean of the neighbours predicts the centre word: faster, better for frequent words. */
  CBOW
}
