package dev.perplex.report;

import dev.perplex.provenance.Check;

/**
 * The map of frequent words.
 *
 * @param words how many; 0 for no map
 * @param skip most frequent ones left out
 * @param perplexity effective neighbours of a word
 * @param iterations steps of the layout
 */
public record MapSettings(int words, int skip, double perplexity, int iterations) {
  /** The exact method takes time and memory by the square of the words. */
  private static final int MOST_WORDS = 3000;

  public MapSettings {
    Check.atLeast("words", words, 0);
    Check.atMost("words", words, MOST_WORDS);
    Check.atLeast("skip", skip, 0);
    Check.between("perplexity", perplexity, 2, 200);
    Check.atLeast("iterations", iterations, Tsne.EARLY);
    Check.atMost("iterations", iterations, 100_000);
  }
}
