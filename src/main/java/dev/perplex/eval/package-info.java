/**
 * What a language model is judged by: losses of tokens summed by document, by frequency and by
 * place, perplexities with their counts, the unigram baseline, mixtures of models, and how far
 * figures may be off by chance. Losses are natural-log (nats) until printed. Pure Java.
 */
package dev.perplex.eval;
