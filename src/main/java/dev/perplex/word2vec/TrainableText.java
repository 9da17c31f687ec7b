package dev.perplex.word2vec;

import dev.perplex.provenance.PerplexException;
import dev.perplex.vocab.Vocabulary;

/** What a text must have, by the counts of its vocabulary, for vectors to be learned from it. */
final class TrainableText {
  private TrainableText() {}

  /**
   * @param window tokens each side of the centre word
   * @throws PerplexException exit code 20, where no vector could be learned
   */
  static void check(Vocabulary vocabulary, int window) {
    long tokens = 0;
    int words = 0;
    String seen = null;
    for (int id = 0; id < vocabulary.size(); id++) {
      if (ModelShape.isTrained(id) && vocabulary.count(id) > 0) {
        tokens += vocabulary.count(id);
        words++;
        seen = vocabulary.word(id);
      }
    }
    if (words == 0) {
      throw PerplexException.dataRefused(
          "word2vec has no word to train: none of the %d tokens of the training split is in the"
              + " vocabulary. Set vocab.min-count lower, or give more text.",
          vocabulary.tokens());
    }
    if (words == 1) {
      throw PerplexException.dataRefused(
          "word2vec has one word to train, %s, and learns vectors from different words near each"
              + " other. Set vocab.min-count lower, or give more text.",
          seen);
    }
    if (tokens <= window) {
      throw PerplexException.dataRefused(
          "word2vec has %d tokens to train on, fewer than a window: word2vec.window = %d tokens"
              + " beside the centre word. Give more text, or set word2vec.window=%d.",
          tokens, window, tokens - 1);
    }
  }
}
