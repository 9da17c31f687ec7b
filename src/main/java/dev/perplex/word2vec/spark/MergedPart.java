package dev.perplex.word2vec.spark;

import dev.perplex.word2vec.HeldOutLoss;
import dev.perplex.word2vec.RoundStats;
import java.io.Serializable;

/**
 * What the driver hears of a merged part.
 *
 * @param finite whether all changes were finite numbers
 */
record MergedPart(StoredPart stored, RoundStats stats, HeldOutLoss.Sum heldOut, boolean finite)
    implements Serializable {}
