package dev.perplex.word2vec.spark;

import java.io.Serializable;

/**
 * What the driver hears of a merged part.
 *
 * @param figures of all workers; those of a worker stand with one part only
 * @param finite whether all changes were finite numbers
 */
record MergedPart(StoredPart stored, Contribution figures, boolean finite)
    implements Serializable {}
