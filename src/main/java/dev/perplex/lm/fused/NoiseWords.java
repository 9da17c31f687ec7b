package dev.perplex.lm.fused;

import dev.perplex.provenance.Seeds;
import java.util.Arrays;

/**
 * Draws different words by a power of their counts, and knows how likely each was to be among them.
 * There are some hundred draws for a minibatch, so they look their word up in the sums of weights,
 * which needs no table but those.
 */
final class NoiseWords {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private final double[] sums; // by id, of the shares up to this one; the last is 1
  private final boolean[] drawn; // by id; false between draws
  private final int[] words; // [samples], ascending
  private long tries;

  /**
   * @param counts by id; a word of count 0 counts as one of 1, so that all can be drawn
   * @param samples different words of a draw; from the vocabulary on, all
   */
  NoiseWords(long[] counts, double power, int samples) {
    this.sums = new double[counts.length];
    double sum = 0;
    for (int id = 0; id < counts.length; id++) {
      sum += Math.pow(Math.max(1, counts[id]), power);
      sums[id] = sum;
    }
    for (int id = 0; id < counts.length; id++) {
      sums[id] /= sum;
    }
    this.drawn = new boolean[counts.length];
    this.words = new int[Math.min(samples, counts.length)];
  }

  /** How many words a draw has. */
  int count() {
    return words.length;
  }

  /** Draws anew; equal seeds give equal words. They are ascending, valid until the next draw. */
  int[] draw(long seed) {
    tries = 0;
    if (words.length == sums.length) {
      Arrays.setAll(words, i -> i);
      return words;
    }
    long state = seed;
    int count = 0;
    while (count < words.length) {
      state += GOLDEN_GAMMA;
      int id = id((Seeds.mix(state) >>> 11) * 0x1p-53);
      tries++;
      if (!drawn[id]) {
        drawn[id] = true;
        words[count++] = id;
      }
    }
    for (int id : words) {
      drawn[id] = false;
    }
    Arrays.sort(words);
    return words;
  }

  private int id(double share) {
    int found = Arrays.binarySearch(sums, share);
    return Math.min(sums.length - 1, found >= 0 ? found + 1 : -found - 1);
  }

  /**
   * The log of the probability that a word is among those of the last draw, given how many tries it
   * took: {@code 1 - (1 - share)^tries}, as for tries that are independent of what they gave.
   */
  double logProbability(int id) {
    if (words.length == sums.length) {
      return 0;
    }
    double share = sums[id] - (id == 0 ? 0 : sums[id - 1]);
    return Math.log(-Math.expm1(tries * Math.log1p(-share)));
  }
}
