package dev.perplex.word2vec;

/**
 * The decisions on the way from the root of the Huffman tree to the centre word (Morin and Bengio
 * 2005; Mikolov et al. 2013, arXiv 1310.4546, equation 3, with word2vec.c's labels: 1 - bit).
 */
final class HierarchicalSoftmax implements Targets {
  private final int words;
  private final HuffmanTree tree;
  private final int most;

  /**
   * @param words input rows of the model: the first output row's number
   */
  HierarchicalSoftmax(int words, HuffmanTree tree) {
    this.words = words;
    this.tree = tree;
    this.most = tree.longest();
  }

  @Override
  public Targets fresh() {
    return this; // remembers nothing
  }

  @Override
  public int most() {
    return most;
  }

  @Override
  public int choose(int centre, FastRandom random, int[] rows, float[] labels) {
    int length = tree.length(centre);
    for (int step = 0; step < length; step++) {
      rows[step] = words + tree.node(centre, step);
      labels[step] = 1 - tree.bit(centre, step);
    }
    return length;
  }
}
