package dev.perplex.job;

import dev.perplex.eval.Tally;
import dev.perplex.eval.Unigram;
import dev.perplex.lm.ModelFile;
import dev.perplex.lm.SequenceScorer;
import dev.perplex.store.Artefact;
import dev.perplex.text.CorpusManifest;
import dev.perplex.text.Document;
import dev.perplex.text.DocumentRule;
import dev.perplex.text.Documents;
import dev.perplex.text.PrepareSettings;
import dev.perplex.text.Source;
import dev.perplex.text.SourceReader;
import dev.perplex.text.SplitRule;
import dev.perplex.text.Tokenizer;
import dev.perplex.text.TokenizerFile;
import dev.perplex.vocab.Vocabulary;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Scores any text by a finished model, each line a document, with the tokenizer and the vocabulary
 * that the model was trained with.
 */
public final class TextScore {
  private static final int GROUP = 512; // documents scored together

  private final Vocabulary vocabulary;
  private final Tokenizer tokenizer;
  private final SequenceScorer scorer;
  private final Unigram unigram;

  /**
   * @param train a finished artefact of the stage
   */
  public TextScore(Artefact train) {
    String folder = train.folder().toString();
    vocabulary = VocabJob.vocabulary(train);
    tokenizer =
        TokenizerFile.parse(
                train.readText(TokenizeJob.TOKENIZER_FILE),
                folder + "/" + TokenizeJob.TOKENIZER_FILE)
            .tokenizer();
    scorer =
        new SequenceScorer(
            ModelFile.read(train.read(TrainJob.MODEL_FILE), folder + "/" + TrainJob.MODEL_FILE));
    unigram = new Unigram(vocabulary);
  }

  /** The losses of a text by the model and by the unigram of its training text. */
  public record Score(Tally model, Tally unigram, long documents) {}

  /**
   * Scores a text in UTF-8.
   *
   * @param name what messages call it; its extension tells how it is packed
   */
  public Score score(String name, InputStream in) {
    CorpusManifest lines =
        new CorpusManifest(
            "score",
            "",
            "",
            List.of(Source.of(name)),
            "UTF-8",
            new DocumentRule(DocumentRule.Kind.LINE, "", ""),
            CorpusManifest.Duplicates.KEEP,
            new SplitRule(SplitRule.Kind.HASH, 0, 0));
    PrepareSettings strict =
        new PrepareSettings(name, PrepareSettings.BadBytes.REFUSE, 1L << 24, 1L << 25);
    Score sum = new Score(Tally.NOTHING, Tally.NOTHING, 0);
    List<Document> group = new ArrayList<>();
    try (Documents documents = new SourceReader(lines, strict).read(name, "", in)) {
      while (documents.hasNext()) {
        group.add(documents.next());
        if (group.size() == GROUP) {
          sum = plus(sum, group);
          group.clear();
        }
      }
    }
    return plus(sum, group);
  }

  private Score plus(Score sum, List<Document> group) {
    List<int[]> ids = new ArrayList<>();
    for (Document document : group) {
      List<String> words = new ArrayList<>();
      tokenizer.tokenize(document, words::add);
      ids.add(words.stream().mapToInt(vocabulary::id).toArray());
    }
    double[][] losses = scorer.score(ids);
    Tally model = sum.model();
    Tally baseline = sum.unigram();
    for (int i = 0; i < losses.length; i++) {
      Document document = group.get(i);
      int[] tokens = ids.get(i);
      model = model.plus(Tally.of(tokens, losses[i], document.characters(), document.bytes()));
      baseline =
          baseline.plus(
              Tally.of(tokens, unigram.losses(tokens), document.characters(), document.bytes()));
    }
    return new Score(model, baseline, sum.documents() + group.size());
  }
}
