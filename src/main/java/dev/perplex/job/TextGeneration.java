package dev.perplex.job;

import dev.perplex.eval.LanguageModel;
import dev.perplex.lm.Continuation;
import dev.perplex.lm.Reading;
import dev.perplex.lm.Sampling;
import dev.perplex.provenance.Seeds;
import dev.perplex.provenance.Stage;
import dev.perplex.text.Document;
import dev.perplex.text.SpecialToken;
import dev.perplex.text.TokenJoiner;
import dev.perplex.text.TokenizerFile;
import dev.perplex.vocab.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/** Writes text by a finished model. */
public final class TextGeneration {
  private final LanguageModel model;
  private final Vocabulary vocabulary;
  private final TokenizerFile tokenizer;

  public TextGeneration(StoredModel stored) {
    this(stored.model(), stored.vocabulary(), stored.tokenizer());
  }

  TextGeneration(LanguageModel model, Vocabulary vocabulary, TokenizerFile tokenizer) {
    this.model = model;
    this.vocabulary = vocabulary;
    this.tokenizer = tokenizer;
  }

  /** Whether {@code <unk>} may come. */
  public enum Unknown {
    NEVER,
    ALLOWED
  }

  /** Where a text ends. */
  public enum End {
    /** At its length. */
    LENGTH,
    /** At the first {@code <eos>}, at the latest at its length. */
    EOS
  }

  /** A prompt's tokens; without the {@code <eos>} that would end it. */
  public List<String> tokens(String prompt) {
    List<String> tokens = new ArrayList<>();
    if (!prompt.isEmpty()) {
      tokenizer.tokenizer().tokenize(new Document("the prompt", prompt), tokens::add);
      if (!tokens.isEmpty() && tokens.get(tokens.size() - 1).equals(SpecialToken.EOS)) {
        tokens.remove(tokens.size() - 1);
      }
    }
    return tokens;
  }

  /** Words of a prompt that the model does not know, each once. */
  public List<String> unknown(List<String> tokens) {
    return tokens.stream().filter(each -> !vocabulary.contains(each)).distinct().toList();
  }

  /**
   * Writes texts.
   *
   * @param length tokens of a text, at most
   * @param sample its number; with the seed it decides what is drawn
   * @param pieces told of each piece of text as soon as it is drawn; together with the prompt's
   *     text they are the text
   */
  public void write(
      List<String> prompt,
      Sampling sampling,
      Unknown unknown,
      End end,
      int length,
      long seed,
      int sample,
      Consumer<String> pieces) {
    TokenJoiner joiner = tokenizer.joiner();
    prompt.forEach(joiner::next);
    IntPredicate never = id -> id == Vocabulary.UNK_ID && unknown == Unknown.NEVER;
    IntPredicate last = id -> id == Vocabulary.EOS_ID && end == End.EOS;
    new Continuation(model, Reading.PLAIN, sampling, never)
        .after(
            prompt.stream().mapToInt(vocabulary::id).toArray(),
            length,
            last,
            Seeds.random(seed, Stage.TRAIN, 0, sample),
            id -> pieces.accept(joiner.next(vocabulary.word(id))));
  }
}
