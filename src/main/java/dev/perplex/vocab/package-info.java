/**
 * Words and their ids: the vocabulary, how it is cut from counts, and the corpus as a stream of
 * ids. Pure Java.
 */
package dev.perplex.vocab;
