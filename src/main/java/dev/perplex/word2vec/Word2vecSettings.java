package dev.perplex.word2vec;

import dev.perplex.provenance.Check;
import java.io.Serializable;

/**
 * How word vectors are trained.
 *
 * @param model what is predicted from what
 * @param loss how a prediction is judged
 * @param dimension floats a vector
 * @param window tokens each side of the centre word, at most: each centre draws its own from 1 to
 *     this
 * @param negatives drawn words for each centre word; without meaning for the hierarchical softmax
 * @param sample the frequency (a share of the words) above which a word is thinned out; 0 keeps
 *     every word
 * @param rate the learning rate at the start, if there were one worker; it falls linearly with the
 *     tokens that all workers have done. Several workers learn at a higher one (see {@link
 *     WorkerRate})
 * @param epochs passes over the training split
 * @param workers parts of the training split that train side by side. Results depend on it, and
 *     never on how many executors there are
 * @param roundsPerEpoch how often, an epoch, the workers' changes are merged; 0 lets {@link
 *     RoundPlan} choose
 * @param threads of each worker; above 1 they share the worker's arrays without locks (Recht et al.
 *     2011, "Hogwild"), which saves memory and gives other bits in every run
 * @param seed of every random draw
 */
public record Word2vecSettings(
    WordModel model,
    WordLoss loss,
    int dimension,
    int window,
    int negatives,
    double sample,
    double rate,
    int epochs,
    int workers,
    int roundsPerEpoch,
    int threads,
    long seed)
    implements Serializable {

  /** What files of vectors take (see {@link VectorsHeader}). */
  public static final int LARGEST_DIMENSION = VectorsHeader.LARGEST_DIMENSION;

  public static final int LARGEST_WINDOW = 1_000;
  public static final int MOST_NEGATIVES = 1_000;

  public Word2vecSettings {
    Check.atLeast("dimension", dimension, 1);
    Check.atMost("dimension", dimension, LARGEST_DIMENSION);
    Check.atLeast("window", window, 1);
    Check.atMost("window", window, LARGEST_WINDOW);
    Check.atLeast("negatives", negatives, 1);
    Check.atMost("negatives", negatives, MOST_NEGATIVES);
    Check.between("sample", sample, 0, 1);
    Check.positive("rate", rate);
    Check.atLeast("epochs", epochs, 1);
    Check.atLeast("workers", workers, 1);
    Check.atLeast("rounds-per-epoch", roundsPerEpoch, 0);
    Check.atLeast("threads", threads, 1);
  }

  /** Skip-gram with negative sampling at the usual settings: what tests and tools start from. */
  public static Word2vecSettings usual(int dimension, int epochs, int workers, long seed) {
    return new Word2vecSettings(
        WordModel.SKIP_GRAM,
        WordLoss.NEGATIVE_SAMPLING,
        dimension,
        5,
        5,
        1e-3,
        0.025,
        epochs,
        workers,
        0,
        1,
        seed);
  }
}
