package dev.perplex.job;

import dev.perplex.cluster.Progress;
import dev.perplex.cluster.Tasks;
import dev.perplex.eval.DocumentLosses;
import dev.perplex.eval.LanguageReader;
import dev.perplex.lm.CacheSettings;
import dev.perplex.lm.DynamicSettings;
import dev.perplex.lm.Reading;
import dev.perplex.provenance.ExitCode;
import dev.perplex.provenance.PerplexException;
import dev.perplex.provenance.Stage;
import dev.perplex.registry.Version;
import dev.perplex.store.Artefact;
import dev.perplex.store.Location;
import dev.perplex.store.PartFile;
import dev.perplex.store.Table;
import dev.perplex.store.TableReader;
import dev.perplex.store.Tables;
import dev.perplex.text.Document;
import dev.perplex.text.Split;
import dev.perplex.text.Tokenizer;
import dev.perplex.vocab.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.LongAccumulator;

/** The losses of the champion's model on each document of a test text. */
final class ChampionModel {
  private static final Table TEXT_ALONE = new Table("document", List.of(Table.text("text")));
  private static final int GROUP = 512; // documents scored together

  private final Location root;
  private final Version champion;

  ChampionModel(Location root, Version champion) {
    this.root = root;
    this.champion = champion;
  }

  /**
   * Opens what a champion is compared by, its report and its model.
   *
   * @throws PerplexException exit code 20, where one of them is gone
   */
  void check() {
    artefact(Stage.REPORT);
    artefact(Stage.TRAIN);
  }

  /**
   * An artefact of the champion's.
   *
   * @throws PerplexException exit code 20, where it is gone
   */
  Artefact artefact(Stage stage) {
    Version.Piece piece =
        champion
            .artefact(stage.label())
            .orElseThrow(
                () ->
                    PerplexException.dataRefused(
                        "The version %s names no %s artefact. Roll back to another one with"
                            + " 'perplex rollback PIPELINE --to VERSION --why WORDS'.",
                        champion.id(), stage));
    try {
      return Artefact.open(root.child(piece.folder()));
    } catch (PerplexException e) {
      throw new PerplexException(
          ExitCode.DATA_REFUSED,
          String.format(
              "The %s artefact of the version %s cannot be opened: %s Restore the folder from a"
                  + " copy, or roll back to another version with 'perplex rollback PIPELINE --to"
                  + " VERSION --why WORDS'.",
              stage, champion.id(), e.getMessage()),
          e);
    }
  }

  /** As its own report has them. */
  DocumentLosses stored() {
    Artefact report = artefact(Stage.REPORT);
    try {
      return DocumentLosses.parse(report.read(ReportJob.LOSSES_FILE));
    } catch (IllegalArgumentException e) {
      throw PerplexException.dataRefused(
          "%s/%s cannot be read: %s. Restore the file from a copy.",
          report.folder(), ReportJob.LOSSES_FILE, e.getMessage());
    }
  }

  /** Whether the champion cuts text into the same tokens of the same vocabulary. */
  boolean hasTokensOf(Artefact ids) {
    Artefact model = artefact(Stage.TRAIN);
    for (String file : List.of(TokenizeJob.TOKENIZER_FILE, VocabJob.VOCABULARY_FILE)) {
      if (!Arrays.equals(ids.read(file), model.read(file))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Scores a text anew, by the champion's own tokenizer and vocabulary.
   *
   * @param prepared documents, of which the test split is scored
   * @return nats of each document
   */
  double[] rescored(
      JavaSparkContext spark, Artefact prepared, Reading.State state, Progress progress) {
    Artefact model = artefact(Stage.TRAIN);
    List<PartFile> parts = prepared.files(Split.TEST.label() + "/", Tables.PARQUET);
    List<List<PartFile>> pieces =
        state == Reading.State.STREAM ? List.of(parts) : parts.stream().map(List::of).toList();
    return new Tasks(spark)
            .run(
                "promote: the champion on the new evaluation set",
                pieces,
                prepared.count(Split.TEST.label() + ".documents"),
                "documents",
                progress,
                (piece, done) -> losses(model, prepared, List.copyOf(piece), state, done))
            .stream()
            .flatMapToDouble(Arrays::stream)
            .toArray();
  }

  private static double[] losses(
      Artefact model,
      Artefact prepared,
      List<PartFile> parts,
      Reading.State state,
      LongAccumulator done) {
    Scorer scorer = new Scorer(new StoredModel(model), state);
    List<Double> nats = new ArrayList<>();
    List<String> group = new ArrayList<>();
    for (PartFile part : parts) {
      try (TableReader rows = new TableReader(TEXT_ALONE, prepared, part)) {
        while (rows.hasNext()) {
          group.add((String) rows.next()[0]);
          if (group.size() == GROUP) {
            done.add(group.size());
            nats.addAll(scorer.nats(group));
            group.clear();
          }
        }
      }
    }
    done.add(group.size());
    nats.addAll(scorer.nats(group));
    return nats.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** The first documents of a split's text. */
  static List<String> texts(Artefact prepared, Split split, int count) {
    List<String> texts = new ArrayList<>();
    for (PartFile part : prepared.files(split.label() + "/", Tables.PARQUET)) {
      try (TableReader rows = new TableReader(TEXT_ALONE, prepared, part)) {
        while (rows.hasNext() && texts.size() < count) {
          texts.add((String) rows.next()[0]);
        }
      }
    }
    return texts;
  }

  /** A model with all that turns text into its ids. */
  static final class Scorer {
    private final Vocabulary vocabulary;
    private final Tokenizer tokenizer;
    private final Reading reading;
    private final LanguageReader reader;

    Scorer(StoredModel model, Reading.State state) {
      this.vocabulary = model.vocabulary();
      this.tokenizer = model.tokenizer().tokenizer();
      this.reading = new Reading(state, CacheSettings.NONE, DynamicSettings.NONE);
      this.reader = reading.reader(model.model());
    }

    /** Summed losses of each text, read after those before where state is carried. */
    List<Double> nats(List<String> texts) {
      List<int[]> ids = new ArrayList<>();
      for (String text : texts) {
        List<String> words = new ArrayList<>();
        tokenizer.tokenize(new Document("", text), words::add);
        ids.add(words.stream().mapToInt(vocabulary::id).toArray());
      }
      return ids.isEmpty()
          ? List.of()
          : Arrays.stream(reading.losses(reader, ids))
              .map(each -> Arrays.stream(each).sum())
              .toList();
    }
  }
}
