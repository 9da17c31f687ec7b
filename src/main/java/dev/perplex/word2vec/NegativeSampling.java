package dev.perplex.word2vec;

/**
 * The centre word and drawn noise words (Mikolov et al. 2013, arXiv 1310.4546, equation 4). Noise
 * words are shared by the neighbours of a window (Ji et al. 2016, arXiv 1604.04661), so that a
 * window is a product of small matrices, and by several windows after each other, so that their
 * rows stay in the processor's cache. A pair has as many as were drawn, less those that hit its
 * centre word or an earlier draw.
 */
final class NegativeSampling implements Targets {
  /** From so many workers on each window draws for itself. */
  private static final int MANY_WORKERS = 5;

  private final int words;
  private final AliasTable drawn;
  private final int windows;
  private final int[] noise; // row numbers of the last draw, each once
  private int distinct; // of them
  private int left; // windows that still share them

  /**
   * @param words input rows of the model: the first output row's number
   * @param negatives noise words of a draw
   * @param windows after each other that share a draw
   */
  NegativeSampling(int words, AliasTable drawn, int negatives, int windows) {
    this.words = words;
    this.drawn = drawn;
    this.windows = windows;
    this.noise = new int[negatives];
  }

  /**
   * Windows of a training that share a draw. Sharing saves time, but a noise word's vector then
   * moves by the sum over the pairs of all these windows, at a rate that is {@link WorkerRate}
   * times as high with more workers: {@code training.md} has what was measured.
   */
  static int windows(int workers) {
    return workers < MANY_WORKERS ? 2 : 1;
  }

  @Override
  public Targets fresh() {
    return new NegativeSampling(words, drawn, noise.length, windows);
  }

  @Override
  public int most() {
    return 1 + noise.length;
  }

  /** A draw that hits the centre word (as in word2vec.c) or an earlier draw is left out. */
  @Override
  public int choose(int centre, FastRandom random, int[] rows, float[] labels) {
    if (left == 0) {
      draw(random);
      left = windows;
    }
    left--;
    rows[0] = words + centre;
    labels[0] = 1;
    int count = 1;
    for (int i = 0; i < distinct; i++) {
      if (noise[i] != rows[0]) {
        rows[count] = noise[i];
        labels[count] = 0;
        count++;
      }
    }
    return count;
  }

  private void draw(FastRandom random) {
    distinct = 0;
    for (int i = 0; i < noise.length; i++) {
      int row = words + drawn.id(random.nextLong());
      if (isNew(row)) {
        noise[distinct] = row;
        distinct++;
      }
    }
  }

  private boolean isNew(int row) {
    for (int i = 0; i < distinct; i++) {
      if (noise[i] == row) {
        return false;
      }
    }
    return true;
  }
}
