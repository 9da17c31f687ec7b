/** Skip-gram on a cluster: the rounds of {@code word2vec} as Spark tasks. */
package dev.perplex.word2vec.spark;
