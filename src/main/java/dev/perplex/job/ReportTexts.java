package dev.perplex.job;

import dev.perplex.eval.LanguageModel;
import dev.perplex.lm.Sampling;
import dev.perplex.report.Sample;
import dev.perplex.report.SamplesSettings;
import dev.perplex.store.DocumentIndex;
import dev.perplex.text.TokenJoiner;
import dev.perplex.text.TokenizerFile;
import dev.perplex.vocab.IdStream;
import dev.perplex.vocab.Vocabulary;
import java.util.ArrayList;
import java.util.List;

/** Texts that the report shows: documents of the test split, and what models write. */
final class ReportTexts {
  private static final int MOST_TOKENS = 20_000; // of a document, read to be cut

  private final Vocabulary vocabulary;
  private final TokenizerFile tokenizer;
  private final IdStream ids;
  private final long[] offsets; // [documents + 1], of the first token, and the end

  /**
   * @param ids of the test split
   * @param index of its documents
   */
  ReportTexts(Vocabulary vocabulary, TokenizerFile tokenizer, IdStream ids, DocumentIndex index) {
    this.vocabulary = vocabulary;
    this.tokenizer = tokenizer;
    this.ids = ids;
    this.offsets = index.offsets();
  }

  /**
   * A document of the test split as its tokens say it.
   *
   * @param characters of the text that are kept, about: a text is cut between code points
   */
  String document(int document, int characters) {
    int length = (int) Math.min(MOST_TOKENS, offsets[document + 1] - offsets[document]);
    TokenJoiner joiner = tokenizer.joiner();
    StringBuilder text = new StringBuilder();
    for (int id : ids.read(offsets[document], length)) {
      text.append(joiner.next(vocabulary.word(id)));
      if (text.length() > 2L * characters) {
        break;
      }
    }
    String whole = text.toString().strip();
    return whole.codePointCount(0, whole.length()) <= characters
        ? whole
        : whole.substring(0, whole.offsetByCodePoints(0, characters)).stripTrailing() + " …";
  }

  /** What a model writes after {@code <eos>}, at each temperature. */
  List<Sample> samples(String name, LanguageModel model, SamplesSettings settings) {
    TextGeneration generation = new TextGeneration(model, vocabulary, tokenizer);
    List<Sample> samples = new ArrayList<>();
    for (double temperature : settings.temperatures()) {
      for (int number = 0; number < settings.count(); number++) {
        StringBuilder text = new StringBuilder();
        generation.write(
            List.of(),
            new Sampling(temperature, 0, 1),
            TextGeneration.Unknown.NEVER,
            TextGeneration.End.LENGTH,
            settings.length(),
            settings.seed(),
            number,
            text::append);
        samples.add(
            new Sample(name, temperature, number, settings.length(), text.toString().strip()));
      }
    }
    return samples;
  }
}
