package dev.perplex.word2vec;

import dev.perplex.vocab.Vocabulary;
import java.io.Serializable;

/**
 * Thins out frequent words before windows are cut (Mikolov et al. 2013, section 2.3, in the form of
 * word2vec.c): a word of frequency f is kept with probability {@code (sqrt(f / sample) + 1) *
 * sample / f}, at most 1. The frequency is a share of the words that are trained, so {@code <unk>}
 * and {@code <eos>} do not count.
 */
final class Subsampling implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final double ALL = 0x1p32;

  private final long[] thresholds; // by id, shares of 2^32; that of <unk> and <eos> is 0

  /**
   * @param sample the frequency above which words are thinned out; 0 keeps every word
   */
  Subsampling(Vocabulary vocabulary, double sample) {
    long words = 0;
    for (int id = 0; id < vocabulary.size(); id++) {
      words += ModelShape.isTrained(id) ? vocabulary.count(id) : 0;
    }
    this.thresholds = new long[vocabulary.size()];
    for (int id = 0; id < thresholds.length; id++) {
      if (ModelShape.isTrained(id)) {
        double frequency = (double) vocabulary.count(id) / words;
        thresholds[id] = (long) (keepProbability(frequency, sample) * ALL);
      }
    }
  }

  static double keepProbability(double frequency, double sample) {
    if (sample == 0 || !(frequency > 0)) {
      return 1;
    }
    return Math.min(1, (Math.sqrt(frequency / sample) + 1) * sample / frequency);
  }

  /**
   * @param random a uniform random long, of which the upper half is used
   */
  boolean keeps(int id, long random) {
    return (random >>> 32) < thresholds[id];
  }
}
