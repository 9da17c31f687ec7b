package dev.perplex.word2vec;

import java.io.Serializable;

/**
 * What one or more rounds worked through: sums, so that they can be merged.
 *
 * @param tokens ids read, {@code <eos>} and {@code <unk>} included
 * @param words of them trained on, after subsampling
 * @param pairs of words that stood near each other
 * @param lossWindows windows that were asked for their loss
 * @param loss summed over them, of one input against its targets, before the step, in nats
 */
public record RoundStats(long tokens, long words, long pairs, long lossWindows, double loss)
    implements Serializable {

  public static final RoundStats NONE = new RoundStats(0, 0, 0, 0, 0);

  public RoundStats plus(RoundStats other) {
    return new RoundStats(
        tokens + other.tokens,
        words + other.words,
        pairs + other.pairs,
        lossWindows + other.lossWindows,
        loss + other.loss);
  }

  /** The loss of an input and its targets in nats; 0 where none was asked for. */
  public double meanLoss() {
    return lossWindows == 0 ? 0 : loss / lossWindows;
  }
}
