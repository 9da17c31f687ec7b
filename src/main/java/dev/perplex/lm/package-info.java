/**
 * The language model: a stacked LSTM described once by its settings, held as DL4J's network, the
 * layout of a token stream in minibatches, the loss of each token of a document, and the model
 * file. DL4J and ND4J are at home here and in {@code lm.spark}; Spark is not.
 */
package dev.perplex.lm;
