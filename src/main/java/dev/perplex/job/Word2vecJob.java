package dev.perplex.job;

import dev.perplex.provenance.Json;
import dev.perplex.provenance.PerplexException;
import dev.perplex.provenance.Stage;
import dev.perplex.store.Artefact;
import dev.perplex.store.Location;
import dev.perplex.store.PartFile;
import dev.perplex.text.Split;
import dev.perplex.vocab.IdStream;
import dev.perplex.vocab.Vocabulary;
import dev.perplex.word2vec.VectorsBinary;
import dev.perplex.word2vec.Word2vecSettings;
import dev.perplex.word2vec.WordVectors;
import dev.perplex.word2vec.spark.RoundPoint;
import dev.perplex.word2vec.spark.TrainedRows;
import dev.perplex.word2vec.spark.TrainingListener;
import dev.perplex.word2vec.spark.Word2vecTraining;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code word2vec}: ids to word vectors, in the formats that other tools read. */
final class Word2vecJob implements StageJob {
  static final String TRAINING_FILE = "training.json";

  private final Run run;
  private final StageJob vocab;
  private final Word2vecSettings settings;
  private final VectorFileSettings output;

  Word2vecJob(Run run, StageJob vocab) {
    this.run = run;
    this.vocab = vocab;
    this.settings = run.settings().block("word2vec", Word2vecSettings.class);
    this.output = run.settings().block("word2vec", VectorFileSettings.class);
  }

  /** What is kept of training beside the vectors; nothing that differs from run to run. */
  record Training(List<Point> rounds) {}

  /**
   * A round on the curve.
   *
   * @param tokens done since the training began
   * @param loss sampled while training, in nats
   * @param heldOutLoss after the round, in nats a pair; null without a validation split
   * @param rate at the end of the round
   */
  record Point(int epoch, int round, long tokens, double loss, Double heldOutLoss, double rate) {}

  @Override
  public Stage stage() {
    return Stage.WORD2VEC;
  }

  @Override
  public Map<String, Object> settings() {
    return run.settings().values("word2vec");
  }

  @Override
  public Map<String, String> inputs() {
    return Map.of("vocab", run.input(vocab).content());
  }

  @Override
  public Result make(Workshop workshop) {
    Artefact ids = run.input(vocab);
    Vocabulary vocabulary = VocabJob.vocabulary(ids);
    Location rounds = rounds(workshop);
    if (workshop.afresh()) {
      rounds.delete();
    }
    IdStream train = VocabJob.ids(ids, Split.TRAIN);
    long start = System.nanoTime();
    TrainedRows trained =
        new Word2vecTraining(run.session().spark(), settings, rounds)
            .train(train, VocabJob.ids(ids, Split.VALID), vocabulary, new Told(workshop));
    long millis = (System.nanoTime() - start) / 1_000_000;
    List<PartFile> files =
        new ArrayList<>(
            new VectorFiles(run.session().spark(), output)
                .write(trained, ids, workshop.writer(), workshop.progress()));
    files.add(
        workshop
            .writer()
            .file(
                TRAINING_FILE,
                Json.pretty(training(trained.curve())).getBytes(StandardCharsets.UTF_8),
                Map.of()));
    return new Result(
        files,
        Map.of(
            "words",
            (long) vocabulary.size(),
            "dimension",
            (long) settings.dimension(),
            "tokens",
            train.size() * settings.epochs(),
            "training-milliseconds",
            millis));
  }

  private static Training training(List<RoundPoint> curve) {
    return new Training(
        curve.stream()
            .map(
                point ->
                    new Point(
                        point.epoch() + 1,
                        point.round() + 1,
                        point.tokens(),
                        point.trainingLoss(),
                        point.heldOutLoss(),
                        point.rate()))
            .toList());
  }

  private static Location rounds(Workshop workshop) {
    return workshop.writer().shared("rounds");
  }

  @Override
  public void published(Workshop workshop) {
    rounds(workshop).delete();
  }

  static WordVectors read(Artefact artefact) {
    PartFile file = artefact.file(VectorFiles.BINARY);
    try (InputStream in = artefact.openFile(file, 0)) {
      return VectorsBinary.read(in, artefact.location(file).toString());
    } catch (IOException e) {
      throw PerplexException.failed(
          e, "%s cannot be read: %s.", artefact.location(file), e.getMessage());
    }
  }

  /** The vectors by id, as the language model starts from them: [vocabulary * dimension]. */
  static float[] vectors(Artefact artefact) {
    return read(artefact).toArray();
  }

  @Override
  public String summary(Artefact artefact) {
    double seconds = artefact.count("training-milliseconds") / 1000.0;
    return String.format(
        Locale.ROOT,
        "%,d vectors of %d components, %,.0f tokens/s",
        artefact.count("words"),
        artefact.count("dimension"),
        seconds > 0 ? artefact.count("tokens") / seconds : 0);
  }

  /** Passes on what the training tells. */
  private static final class Told implements TrainingListener {
    private final Workshop workshop;
    private double seconds;
    private long tokensBefore;

    Told(Workshop workshop) {
      this.workshop = workshop;
    }

    @Override
    public void tokens(long done, long total) {
      workshop.progress().at(done, total, "tokens");
    }

    @Override
    public void round(RoundPoint point) {
      seconds += point.seconds();
      if (!point.endsEpoch()) {
        return;
      }
      workshop
          .notes()
          .accept(
              String.format(
                  Locale.ROOT,
                  "epoch %d, %,d tokens: training loss %.3f%s, %,.0f tokens/s",
                  point.epoch() + 1,
                  point.tokens(),
                  point.trainingLoss(),
                  point.heldOutLoss() == null
                      ? ""
                      : String.format(Locale.ROOT, ", held-out loss %.4f", point.heldOutLoss()),
                  (point.tokens() - tokensBefore) / seconds));
      seconds = 0;
      tokensBefore = point.tokens();
    }

    @Override
    public void resumed(int rounds, int total) {
      workshop
          .notes()
          .accept(
              "going on after round " + rounds + " of " + total + ", which an earlier try left");
    }

    @Override
    public void warning(String message) {
      workshop.notes().accept(message);
    }
  }
}
