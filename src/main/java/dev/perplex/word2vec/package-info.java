/**
 * Word vectors by skip-gram with negative sampling (Mikolov et al. 2013), in plain Java: the
 * settings, a worker's round as a pure function, the merge of many workers' rounds, and the trained
 * vectors with the two file formats that other tools read. {@code word2vec.spark} runs the rounds
 * on a cluster.
 */
package dev.perplex.word2vec;
