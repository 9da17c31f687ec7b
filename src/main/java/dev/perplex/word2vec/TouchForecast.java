package dev.perplex.word2vec;

import dev.perplex.vocab.Vocabulary;

/**
 * How many rows a worker is going to touch in a round, by the counts of the vocabulary: a word that
 * comes n times is touched unless all n miss. Text that repeats itself touches fewer.
 */
final class TouchForecast {
  private final Vocabulary vocabulary;
  private final Word2vecSettings settings;

  TouchForecast(Vocabulary vocabulary, Word2vecSettings settings) {
    this.vocabulary = vocabulary;
    this.settings = settings;
  }

  /**
   * @param share of the training split that a worker reads in a round
   * @return expected rows of both matrices
   */
  long rows(double share) {
    long words = 0;
    double weights = 0;
    for (int id = 0; id < vocabulary.size(); id++) {
      if (ModelShape.isTrained(id)) {
        words += vocabulary.count(id);
        weights += Math.pow(vocabulary.count(id), AliasTable.POWER);
      }
    }
    double[] kept = new double[vocabulary.size()];
    double all = 0;
    for (int id = 0; id < kept.length; id++) {
      if (ModelShape.isTrained(id)) {
        double frequency = (double) vocabulary.count(id) / words;
        kept[id] =
            share
                * vocabulary.count(id)
                * Subsampling.keepProbability(frequency, settings.sample());
        all += kept[id];
      }
    }
    double rows = 0;
    for (int id = 0; id < kept.length; id++) {
      if (ModelShape.isTrained(id)) {
        double drawn =
            settings.loss() == WordLoss.NEGATIVE_SAMPLING
                ? all
                    * settings.negatives()
                    * Math.pow(vocabulary.count(id), AliasTable.POWER)
                    / weights
                : 0;
        rows += hit(kept[id]) + hit(kept[id] + drawn);
      }
    }
    return Math.round(rows);
  }

  private static double hit(double expected) {
    return 1 - Math.exp(-expected);
  }
}
