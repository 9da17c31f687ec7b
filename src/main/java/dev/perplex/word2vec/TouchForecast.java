package dev.perplex.word2vec;

/**
 * How many rows a worker is going to touch in a round, by the counts of the vocabulary: a word that
 * comes n times is touched unless all n miss. Text that repeats itself touches fewer.
 */
final class TouchForecast {
  private final long[] counts; // by id
  private final Word2vecSettings settings;
  private final HuffmanTree tree; // null without hierarchical softmax

  /**
   * @param counts of the vocabulary, by id
   */
  TouchForecast(long[] counts, Word2vecSettings settings, HuffmanTree tree) {
    this.counts = counts;
    this.settings = settings;
    this.tree = tree;
  }

  /**
   * @param share of the training split that a worker reads in a round
   * @return expected rows of both matrices
   */
  long rows(double share) {
    double[] kept = kept(share);
    double[] outputs = tree == null ? asTargets(kept) : asNodes(kept);
    double rows = 0;
    for (double times : kept) {
      rows += hit(times);
    }
    for (double times : outputs) {
      rows += hit(times);
    }
    return Math.round(rows);
  }

  /** By id, how often it comes as a word that subsampling keeps. */
  double[] kept(double share) {
    long words = 0;
    for (int id = 0; id < counts.length; id++) {
      words += ModelShape.isTrained(id) ? counts[id] : 0;
    }
    double[] kept = new double[counts.length];
    for (int id = 0; id < kept.length; id++) {
      if (ModelShape.isTrained(id)) {
        double frequency = (double) counts[id] / words;
        kept[id] = share * counts[id] * Subsampling.keepProbability(frequency, settings.sample());
      }
    }
    return kept;
  }

  /** By id, how often it is a centre word or drawn as noise for some. */
  private double[] asTargets(double[] kept) {
    double weights = 0;
    double centres = 0;
    for (int id = 0; id < kept.length; id++) {
      if (ModelShape.isTrained(id)) {
        weights += Math.pow(counts[id], AliasTable.POWER);
        centres += kept[id];
      }
    }
    double[] targets = kept.clone();
    for (int id = 0; id < kept.length; id++) {
      if (ModelShape.isTrained(id)) {
        targets[id] +=
            centres
                * settings.negatives()
                / NegativeSampling.windows(settings.workers())
                * Math.pow(counts[id], AliasTable.POWER)
                / weights;
      }
    }
    return targets;
  }

  /** By inner node, how often a centre word's path leads through it. */
  private double[] asNodes(double[] kept) {
    double[] nodes = new double[kept.length];
    for (int id = 0; id < kept.length; id++) {
      for (int step = 0; ModelShape.isTrained(id) && step < tree.length(id); step++) {
        nodes[tree.node(id, step)] += kept[id];
      }
    }
    return nodes;
  }

  /** Inner nodes on the way to a kept word, on average. */
  double pathLength() {
    double[] kept = kept(1);
    double steps = 0;
    double words = 0;
    for (int id = 0; id < kept.length; id++) {
      if (ModelShape.isTrained(id)) {
        steps += kept[id] * tree.length(id);
        words += kept[id];
      }
    }
    return words == 0 ? 0 : steps / words;
  }

  private static double hit(double expected) {
    return 1 - Math.exp(-expected);
  }
}
