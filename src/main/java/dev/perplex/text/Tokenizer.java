package dev.perplex.text;

import java.util.function.Consumer;

/** Cuts documents into tokens. Keeps buffers, so one serves one thread. */
public interface Tokenizer {

  /**
   * Hands out the document's tokens in order, each {@link SpecialToken#EOS} included.
   *
   * @throws dev.perplex.provenance.PerplexException where the settings refuse special tokens in the
   *     text and the document holds one
   */
  void tokenize(Document document, Consumer<String> tokens);
}
