package dev.perplex.eval;

import dev.perplex.vocab.Vocabulary;
import java.io.Serializable;

/**
 * The model that knows frequencies only: the probability of a word is its share of the training
 * tokens (maximum likelihood), {@code <unk>} and {@code <eos>} being words. Any model worth its
 * training is below it. A special word that training never saw is counted once, so that no loss is
 * infinite.
 */
public final class Unigram implements Serializable {
  private static final long serialVersionUID = 1L;

  private final double[] losses; // [vocabulary] nats

  public Unigram(Vocabulary vocabulary) {
    long[] counts = vocabulary.counts();
    long total = 0;
    for (int id = 0; id < counts.length; id++) {
      counts[id] = Math.max(1, counts[id]);
      total += counts[id];
    }
    losses = new double[counts.length];
    for (int id = 0; id < counts.length; id++) {
      losses[id] = Math.log(total) - Math.log(counts[id]);
    }
  }

  /** Losses in nats, one a token. */
  public double[] losses(int[] ids) {
    double[] each = new double[ids.length];
    for (int i = 0; i < ids.length; i++) {
      each[i] = losses[ids[i]];
    }
    return each;
  }
}
