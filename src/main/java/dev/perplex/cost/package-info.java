/**
 * What a training is going to take, reckoned before it runs: seconds, bytes and memory of {@code
 * word2vec}, {@code ngram} and {@code train}, from settings, the size of the text and the
 * executors. A stage's seconds are a sum of amounts (windows, operations, bytes, rounds), each
 * times a constant that was measured; {@code scale.md} has the formulas.
 */
package dev.perplex.cost;
