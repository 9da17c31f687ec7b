/**
 * The distributed half of {@link dev.perplex.ngram}: one shuffle brings the windows that share
 * their nearest context word together; all else is local to such a shard, but for counts of counts
 * and the counts of words, which the driver sums.
 */
package dev.perplex.ngram.spark;
