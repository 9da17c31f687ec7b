/**
 * What a language model is judged by: losses of tokens summed by document, perplexities with their
 * counts, the unigram baseline. Losses are natural-log (nats) until printed. Pure Java.
 */
package dev.perplex.eval;
