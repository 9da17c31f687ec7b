package dev.perplex.text;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Joins phrases in what another tokenizer makes of a document. */
final class PhraseTokenizer implements Tokenizer {
  private final Tokenizer words;
  private final Phrases phrases;
  private final List<String> tokens = new ArrayList<>();

  PhraseTokenizer(Tokenizer words, Phrases phrases) {
    this.words = words;
    this.phrases = phrases;
  }

  @Override
  public void tokenize(Document document, Consumer<String> consumer) {
    tokens.clear(); // a document before may have been refused
    words.tokenize(document, tokens::add);
    phrases.join(tokens).forEach(consumer);
  }
}
