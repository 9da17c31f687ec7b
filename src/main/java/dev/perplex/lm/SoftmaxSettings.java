package dev.perplex.lm;

import dev.perplex.provenance.Check;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * How the top layer's output becomes probabilities of words.
 *
 * @param kind the form; the engine {@code dl4j} knows the full one alone
 * @param cutoffs ids at which the adaptive softmax's tails start, ascending; words before the first
 *     are in its head. Those that are not below the vocabulary are left out
 * @param factor by which a tail's vectors are shorter than those of the tail (or head) before it
 * @param samples different words that the sampled softmax draws for a minibatch, shared by all its
 *     tokens; from the vocabulary on, all words
 * @param power of a word's count by which it is drawn: 1 draws by frequency, 0 all alike
 * @param loss what the sampled softmax trains on
 * @param gradientThreshold probability below which a word has a part in the gradient only where it
 *     is drawn, with a probability in proportion, and then counts as the threshold (Wangni et al.
 *     2018): the same on average, in far fewer operations. Within the head and each tail where the
 *     softmax is adaptive; a sampled one takes no notice, nor does the engine {@code dl4j}. 0 for
 *     the exact gradient
 */
public record SoftmaxSettings(
    Kind kind,
    List<Integer> cutoffs,
    int factor,
    int samples,
    double power,
    Sampling loss,
    double gradientThreshold)
    implements Serializable {

  /** The form of a softmax. */
  public enum Kind {
    /** Weights of its own for each word. */
    FULL,
    /** The word vectors themselves (Press and Wolf 2017). */
    TIED,
    /** Frequent words first, rare ones in shorter tails (Grave et al. 2017). */
    ADAPTIVE,
    /** Full, but trained on drawn words; evaluated over all. */
    SAMPLED
  }

  /** A loss that sees the word that follows and some drawn ones. */
  public enum Sampling {
    /**
     * The softmax over them, corrected for how likely each was to be drawn (Bengio and Senecal
     * 2003; Jean et al. 2015).
     */
    IMPORTANCE,
    /** That, and each drawn word told apart from it (Ji et al. 2016). */
    BLACKOUT,
    /** Each told apart from noise on its own (Mnih and Teh 2012), the normalizer being 1. */
    NCE
  }

  public SoftmaxSettings {
    Objects.requireNonNull(kind, "kind");
    cutoffs = List.copyOf(cutoffs);
    int before = 0;
    for (int cutoff : cutoffs) {
      Check.that(cutoff > before, "cutoffs", cutoffs, "do not rise from above 0");
      before = cutoff;
    }
    Check.atLeast("factor", factor, 1);
    Check.atLeast("samples", samples, 1);
    Check.between("power", power, 0, 1);
    Objects.requireNonNull(loss, "loss");
    Check.between("gradient-threshold", gradientThreshold, 0, 1);
  }

  /** The full one, with what the others usually have (Grave et al. 2017; Ji et al. 2016). */
  public static SoftmaxSettings usual() {
    return usual(Kind.FULL);
  }

  /** One of this form with what it usually has. */
  public static SoftmaxSettings usual(Kind kind) {
    return new SoftmaxSettings(
        kind, List.of(2000, 10_000), 4, 1000, 0.75, Sampling.BLACKOUT, 1.0 / 256);
  }
}
