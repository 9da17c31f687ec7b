package dev.perplex.word2vec;

import java.io.Serializable;

/**
 * What one or more rounds worked through: sums, so that they can be merged.
 *
 * @param tokens ids read, {@code <eos>} and {@code <unk>} included
 * @param words of them trained on, after subsampling
 * @param pairs of words that stood near each other
 * @param loss summed over pairs (each with its negatives), before each step, in nats
 */
public record RoundStats(long tokens, long words, long pairs, double loss) implements Serializable {

  public static final RoundStats NONE = new RoundStats(0, 0, 0, 0);

  public RoundStats plus(RoundStats other) {
    return new RoundStats(
        tokens + other.tokens, words + other.words, pairs + other.pairs, loss + other.loss);
  }

  /** The loss of a pair in nats; 0 where there was none. */
  public double meanLoss() {
    return pairs == 0 ? 0 : loss / pairs;
  }
}
