package dev.perplex.word2vec;

import dev.perplex.vocab.Vocabulary;

/**
 * Walks over ids and trains on each pair of words that stand near each other. {@code <eos>} ends a
 * sentence, over which no window reaches; {@code <unk>} is dropped before windows are cut, as
 * word2vec.c drops words outside its vocabulary. Neither gets a vector.
 */
final class SkipGram {
  private final int window;
  private final Subsampling subsampling;
  private final NegativeSampling pairs;

  SkipGram(int window, Subsampling subsampling, NegativeSampling pairs) {
    this.window = window;
    this.subsampling = subsampling;
    this.pairs = pairs;
  }

  static boolean isTrained(int id) {
    return id != Vocabulary.UNK_ID && id != Vocabulary.EOS_ID;
  }

  /**
   * One pass over the ids.
   *
   * @param rate the learning rate over this pass
   */
  RoundStats train(int[] ids, RateSpan rate, FastRandom random) {
    int[] kept = new int[ids.length]; // what subsampling leaves, sentence breaks included
    int length = thinOut(ids, kept, random);
    long words = 0;
    long count = 0;
    double loss = 0;
    int start = 0;
    while (start < length) {
      int end = start;
      while (end < length && kept[end] != Vocabulary.EOS_ID) {
        end++;
      }
      for (int centre = start; centre < end; centre++) {
        float now = rate.at((double) centre / length);
        int reach = 1 + random.below(window);
        int last = Math.min(end - 1, centre + reach);
        for (int near = Math.max(start, centre - reach); near <= last; near++) {
          if (near != centre) {
            // The neighbour's vector learns to tell the centre, as in word2vec.c: over all windows
            // the pairs are the same, and neighbours stay in the cache.
            loss += pairs.step(kept[near], kept[centre], now, random);
            count++;
          }
        }
      }
      words += end - start;
      start = end + 1;
    }
    return new RoundStats(ids.length, words, count, loss);
  }

  private int thinOut(int[] ids, int[] kept, FastRandom random) {
    int length = 0;
    for (int id : ids) {
      if (id == Vocabulary.EOS_ID || subsampling.keeps(id, random.nextLong())) {
        kept[length] = id;
        length++;
      }
    }
    return length;
  }
}
