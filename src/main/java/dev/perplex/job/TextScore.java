package dev.perplex.job;

import dev.perplex.eval.LanguageReader;
import dev.perplex.eval.Tally;
import dev.perplex.eval.Unigram;
import dev.perplex.lm.Reading;
import dev.perplex.provenance.PerplexException;
import dev.perplex.store.Artefact;
import dev.perplex.text.CorpusManifest;
import dev.perplex.text.Document;
import dev.perplex.text.DocumentRule;
import dev.perplex.text.Documents;
import dev.perplex.text.PrepareSettings;
import dev.perplex.text.Source;
import dev.perplex.text.SourceReader;
import dev.perplex.text.Split;
import dev.perplex.text.SplitRule;
import dev.perplex.text.Tokenizer;
import dev.perplex.vocab.Vocabulary;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Scores any text by a finished model, each line a document, with the tokenizer and the vocabulary
 * that the model was trained with. Lines that are blank are not scored.
 */
public final class TextScore {
  private static final int GROUP = 512; // documents scored together

  private final Vocabulary vocabulary;
  private final Tokenizer tokenizer;
  private final Reading reading;
  private final LanguageReader reader;
  private final Unigram unigram;
  private final String encoding;
  private final PrepareSettings.BadBytes badBytes;

  /**
   * @param train a finished artefact of the stage
   */
  public TextScore(Artefact train) {
    this(new StoredModel(train), Reading.PLAIN, "UTF-8", PrepareSettings.BadBytes.REFUSE);
  }

  /**
   * @param encoding of the texts
   * @param badBytes what happens to bytes that it does not know
   */
  public TextScore(
      StoredModel model, Reading reading, String encoding, PrepareSettings.BadBytes badBytes) {
    if (model.isNgram() && reading.cache().wanted()) {
      throw PerplexException.usage(
          "--cache compares outputs of a hidden layer, and an n-gram model has no hidden layer."
              + " Leave out --cache, or score a train artefact.");
    }
    this.vocabulary = model.vocabulary();
    this.tokenizer = model.tokenizer().tokenizer();
    this.reading = reading;
    this.reader = reading.reader(model.model());
    this.unigram = new Unigram(vocabulary);
    this.encoding = encoding;
    this.badBytes = badBytes;
  }

  /** The losses of a text by the model and by the unigram of its training text. */
  public record Score(Tally model, Tally unigram, long documents) {
    public static final Score NOTHING = new Score(Tally.NOTHING, Tally.NOTHING, 0);

    public Score plus(Score other) {
      return new Score(
          model.plus(other.model), unigram.plus(other.unigram), documents + other.documents);
    }
  }

  /**
   * A line of the text.
   *
   * @param words its tokens as they are spelled; none where the line is blank
   * @param ids of the words
   * @param losses of the words by the model, nats
   */
  @SuppressWarnings("ArrayRecordComponent") // a value that is handed on, never compared
  public record Line(List<String> words, int[] ids, double[] losses) {}

  /** Is told of every line, in order. */
  @FunctionalInterface
  public interface Listener {
    void scored(Line line);
  }

  /** As {@link #score(String, InputStream, Listener)}, telling nobody. */
  public Score score(String name, InputStream in) {
    return score(name, in, line -> {});
  }

  /**
   * Scores a text.
   *
   * @param name what messages call it; its extension tells how it is packed
   */
  public Score score(String name, InputStream in, Listener listener) {
    // A corpus with its own split keeps blank lines, so that each line in is told of.
    CorpusManifest lines =
        new CorpusManifest(
            "score",
            "",
            "",
            List.of(new Source(name, "", "", Split.TEST.label(), "")),
            encoding,
            new DocumentRule(DocumentRule.Kind.LINE, "", ""),
            CorpusManifest.Duplicates.KEEP,
            new SplitRule(SplitRule.Kind.OWN, 0, 0));
    PrepareSettings settings = new PrepareSettings(name, badBytes, 1L << 24, 1L << 25);
    SourceReader source = new SourceReader(lines, settings, "Pass another --encoding");
    Score sum = Score.NOTHING;
    List<Document> group = new ArrayList<>();
    try (Documents documents = source.read(name, "", in)) {
      while (documents.hasNext()) {
        group.add(documents.next());
        if (group.size() == GROUP) {
          sum = sum.plus(score(group, listener));
          group.clear();
        }
      }
    }
    return sum.plus(score(group, listener));
  }

  private Score score(List<Document> group, Listener listener) {
    List<List<String>> words = new ArrayList<>();
    List<int[]> ids = new ArrayList<>(); // of the documents that are not blank
    for (Document document : group) {
      List<String> own = new ArrayList<>();
      if (!document.isBlank()) {
        tokenizer.tokenize(document, own::add);
        ids.add(own.stream().mapToInt(vocabulary::id).toArray());
      }
      words.add(own);
    }
    double[][] losses = reading.losses(reader, ids);
    Score sum = Score.NOTHING;
    int at = 0;
    for (int i = 0; i < words.size(); i++) {
      Document document = group.get(i);
      if (document.isBlank()) {
        listener.scored(new Line(List.of(), new int[0], new double[0]));
        continue;
      }
      int[] own = ids.get(at);
      double[] lost = losses[at++];
      sum = sum.plus(score(document, own, lost));
      listener.scored(new Line(words.get(i), own, lost));
    }
    return sum;
  }

  private Score score(Document document, int[] ids, double[] losses) {
    return new Score(
        Tally.of(ids, losses, document.characters(), document.bytes()),
        Tally.of(ids, unigram.losses(ids), document.characters(), document.bytes()),
        1);
  }
}
