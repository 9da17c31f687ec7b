package dev.perplex.ngram;

import dev.perplex.eval.LanguageModel;
import dev.perplex.eval.LanguageReader;
import dev.perplex.vocab.Vocabulary;

/**
 * An n-gram model in memory. The probability of a word is the one listed after the longest context
 * in which it is, times the back-off weights of the longer ones (Katz 1987); without back-off
 * (add-k), that after the whole context.
 */
public final class NgramModel implements LanguageModel {
  private final int order;
  private final Smoothing smoothing;
  private final float[] unigrams; // [vocabulary] natural logarithms of probabilities
  private final TrieShard[] shards; // by ids

  /**
   * @param unigrams [vocabulary] natural logarithms
   * @param shards in the order of their ids, all of them; none for order 1
   */
  NgramModel(int order, Smoothing smoothing, float[] unigrams, TrieShard[] shards) {
    this.order = order;
    this.smoothing = smoothing;
    this.unigrams = unigrams;
    this.shards = shards;
  }

  public int order() {
    return order;
  }

  public Smoothing smoothing() {
    return smoothing;
  }

  @Override
  public int vocabulary() {
    return unigrams.length;
  }

  @Override
  public LanguageReader reader() {
    return new NgramReader(this);
  }

  /** N-grams of one order that are listed. */
  public long size(int n) {
    if (n == 1) {
      return unigrams.length;
    }
    long size = 0;
    for (TrieShard shard : shards) {
      size += shard.levels()[n - 2].next().length;
    }
    return size;
  }

  float unigram(int word) {
    return unigrams[word];
  }

  float[] unigrams() {
    return unigrams;
  }

  TrieShard[] shards() {
    return shards;
  }

  /** The shard that has the contexts whose nearest word is this; null where none has. */
  TrieShard shard(int word) {
    int low = 0;
    int high = shards.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (word < shards[middle].first()) {
        high = middle - 1;
      } else if (word >= shards[middle].end()) {
        low = middle + 1;
      } else {
        return shards[middle];
      }
    }
    return null;
  }

  /** What add-k gives to any word after a context that was not seen. */
  double uniform() {
    return -Math.log(unigrams.length);
  }

  /** Whether a context reaches back to a sentence's start. */
  static boolean starts(int word) {
    return word == Vocabulary.EOS_ID;
  }
}
