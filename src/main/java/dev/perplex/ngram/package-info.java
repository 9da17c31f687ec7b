/**
 * N-gram language models: windows of ids are counted, counts adjusted, probabilities smoothed
 * (modified Kneser-Ney and simpler estimators) and kept in a trie over contexts; ARPA files are
 * written and read. Pure Java: a part of the corpus at a time, whoever brings it.
 *
 * <p>In a context, {@code <eos>} stands for the start of a sentence; as the word that is predicted,
 * for its end. No n-gram crosses it.
 */
package dev.perplex.ngram;
