/**
 * How good word vectors are by tests that others use: analogies (Mikolov et al. 2013) and the
 * correlation of cosines with human judgements. Counts, accuracies and correlations are those of
 * gensim's {@code evaluate_word_analogies} and {@code evaluate_word_pairs} for the same vectors,
 * cut and case.
 */
package dev.perplex.word2vec.evaluation;
