/**
 * The language model's distributed half: training engines behind {@link
 * dev.perplex.lm.spark.Trainer}, and the scoring of documents on executors, whose sums do not
 * depend on how many executors there are.
 */
package dev.perplex.lm.spark;
