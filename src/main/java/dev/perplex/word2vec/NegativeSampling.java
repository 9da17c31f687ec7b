package dev.perplex.word2vec;

/**
 * The centre word and drawn noise words (Mikolov et al. 2013, arXiv 1310.4546, equation 4), drawn
 * once for a window and shared by its neighbours (Ji et al. 2016, arXiv 1604.04661): a window is
 * then a product of small matrices, at the accuracy of draws for each pair.
 */
final class NegativeSampling implements Targets {
  private final int words;
  private final AliasTable drawn;
  private final int negatives;

  /**
   * @param words input rows of the model: the first output row's number
   */
  NegativeSampling(int words, AliasTable drawn, int negatives) {
    this.words = words;
    this.drawn = drawn;
    this.negatives = negatives;
  }

  @Override
  public int most() {
    return 1 + negatives;
  }

  /** A draw that hits the centre word (as in word2vec.c) or an earlier draw is left out. */
  @Override
  public int choose(int centre, FastRandom random, int[] rows, float[] labels) {
    rows[0] = words + centre;
    labels[0] = 1;
    int count = 1;
    for (int i = 0; i < negatives; i++) {
      int row = words + drawn.id(random.nextLong());
      if (isNew(row, rows, count)) {
        rows[count] = row;
        labels[count] = 0;
        count++;
      }
    }
    return count;
  }

  private static boolean isNew(int row, int[] rows, int count) {
    for (int i = 0; i < count; i++) {
      if (rows[i] == row) {
        return false;
      }
    }
    return true;
  }
}
