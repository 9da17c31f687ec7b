package dev.perplex.word2vec;

import dev.perplex.provenance.Check;
import java.io.Serializable;

/**
 * How word vectors are trained.
 *
 * @param dimension floats a vector
 * @param window tokens each side of the centre word, at most: each centre draws its own from 1 to
 *     this
 * @param negatives drawn words for each true pair
 * @param sample the frequency (a share of the words) above which a word is thinned out; 0 keeps
 *     every word
 * @param rate the learning rate at the start, if there were one worker; it falls linearly with the
 *     tokens that all workers have done. Several workers learn at a higher one, up to 0.2 (see
 *     {@link WorkerRound})
 * @param epochs passes over the training split
 * @param workers parts of the training split that train side by side. Results depend on it, and
 *     never on how many executors there are
 * @param roundsPerEpoch how often, an epoch, the workers' changes are merged
 * @param seed of every random draw
 */
public record Word2vecSettings(
    int dimension,
    int window,
    int negatives,
    double sample,
    double rate,
    int epochs,
    int workers,
    int roundsPerEpoch,
    long seed)
    implements Serializable {

  public Word2vecSettings {
    Check.atLeast("dimension", dimension, 1);
    Check.atLeast("window", window, 1);
    Check.atLeast("negatives", negatives, 1);
    Check.between("sample", sample, 0, 1);
    Check.positive("rate", rate);
    Check.atLeast("epochs", epochs, 1);
    Check.atLeast("workers", workers, 1);
    Check.atLeast("rounds-per-epoch", roundsPerEpoch, 1);
  }
}
