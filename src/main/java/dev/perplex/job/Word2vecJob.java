package dev.perplex.job;

import dev.perplex.provenance.Json;
import dev.perplex.provenance.PerplexException;
import dev.perplex.provenance.Stage;
import dev.perplex.report.TrainingRound;
import dev.perplex.report.VectorScore;
import dev.perplex.store.Artefact;
import dev.perplex.store.Location;
import dev.perplex.store.OwnedFolder;
import dev.perplex.store.PartFile;
import dev.perplex.text.Split;
import dev.perplex.vocab.IdStream;
import dev.perplex.vocab.Vocabulary;
import dev.perplex.word2vec.VectorsReader;
import dev.perplex.word2vec.Word2vecSettings;
import dev.perplex.word2vec.WordVectors;
import dev.perplex.word2vec.spark.RoundPoint;
import dev.perplex.word2vec.spark.TrainedRows;
import dev.perplex.word2vec.spark.Word2vecTraining;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** {@code word2vec}: ids to word vectors, in the formats that other tools read. */
final class Word2vecJob implements StageJob {
  /** Settings that are paths; checksums of what lies there stand in their place. */
  static final List<String> PATHS = List.of("word2vec.start", "word2vec.evaluate");

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

  @Override
  public Stage stage() {
    return Stage.WORD2VEC;
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> values = new TreeMap<>(run.settings().values("word2vec"));
    values.keySet().removeAll(PATHS);
    values.put("word2vec.formats", output.formats()); // as bound: each once
    return values;
  }

  @Override
  public Map<String, String> inputs() {
    Map<String, String> inputs = new TreeMap<>(files().checksums(settings.dimension()));
    inputs.put("vocab", run.input(vocab).content());
    return inputs;
  }

  /** Looks at the files that the user names, before earlier stages take their time. */
  void checkFiles() {
    files().check(settings.dimension());
  }

  private VectorInputs files() {
    return new VectorInputs(output, run.session().hadoop());
  }

  @Override
  public Result make(Workshop workshop) {
    Artefact ids = run.input(vocab);
    Vocabulary vocabulary = VocabJob.vocabulary(ids);
    IdStream train = VocabJob.ids(ids, Split.TRAIN);
    long start = System.nanoTime();
    Word2vecNotes notes = new Word2vecNotes(workshop);
    TrainedRows trained =
        new Word2vecTraining(run.session().spark(), settings, rounds(workshop))
            .train(
                train,
                VocabJob.ids(ids, Split.VALID),
                vocabulary,
                files().start(settings.dimension()),
                notes);
    long millis = (System.nanoTime() - start) / 1_000_000;
    List<PartFile> files =
        new ArrayList<>(
            new VectorOutputs(run.session().spark(), output)
                .write(trained, ids, settings, workshop.writer(), workshop.progress()));
    files.add(json(workshop, TrainingRound.FILE_NAME, rounds(trained.curve())));
    scores(trained, vocabulary, workshop).ifPresent(files::add);
    return new Result(
        files,
        Map.of(
            "words",
            (long) vocabulary.size(),
            "dimension",
            (long) settings.dimension(),
            "tokens",
            train.size() * settings.epochs(),
            "timed-tokens", // less what an earlier try trained
            train.size() * settings.epochs() - notes.tokensOfEarlierTries(),
            "training-milliseconds",
            millis));
  }

  /** Nothing that differs from run to run: equal settings make equal artefacts. */
  private static List<TrainingRound> rounds(List<RoundPoint> curve) {
    return curve.stream()
        .map(
            point ->
                new TrainingRound(
                    point.tokens(), point.trainingLoss(), point.heldOutLoss(), point.rate(), null))
        .toList();
  }

  private static PartFile json(Workshop workshop, String name, Object value) {
    byte[] bytes = Json.pretty(value).getBytes(StandardCharsets.UTF_8);
    return workshop.writer().file(name, bytes, Map.of());
  }

  private Optional<PartFile> scores(TrainedRows trained, Vocabulary vocabulary, Workshop workshop) {
    List<Location> tests = files().evaluate();
    if (tests.isEmpty()) {
      return Optional.empty();
    }
    WordVectors vectors = frequent(trained, vocabulary);
    List<VectorScore> scores = new ArrayList<>();
    for (Location test : tests) {
      VectorScore score = VectorScores.of(vectors, test);
      workshop.notes().accept(VectorScores.line(score));
      scores.add(score);
    }
    return Optional.of(json(workshop, VectorScore.FILE_NAME, scores));
  }

  private static WordVectors frequent(TrainedRows trained, Vocabulary vocabulary) {
    int words = Math.min(vocabulary.size(), VectorScores.MOST_WORDS);
    List<String> spelled = IntStream.range(0, words).mapToObj(vocabulary::word).toList();
    return new WordVectors(spelled, trained.shape().dimension(), trained.toArray(words));
  }

  private static OwnedFolder rounds(Workshop workshop) {
    return workshop.writer().shared("rounds", workshop.earlier());
  }

  @Override
  public void published(Workshop workshop) {
    rounds(workshop).delete();
  }

  /** The vectors of the most frequent words: all where there are no more. */
  static WordVectors frequent(Artefact artefact) {
    return read(artefact, VectorScores.MOST_WORDS);
  }

  static WordVectors read(Artefact artefact) {
    return read(artefact, Integer.MAX_VALUE);
  }

  private static WordVectors read(Artefact artefact, int most) {
    PartFile file = artefact.file(VectorOutputs.BINARY);
    String name = artefact.location(file).toString();
    try (InputStream in = artefact.openFile(file, 0);
        VectorsReader rows = VectorsReader.binary(in, name)) {
      return rows.vectors(most);
    } catch (IOException e) {
      throw PerplexException.failed(e, "%s cannot be read: %s.", name, e.getMessage());
    }
  }

  /** The vectors by id, as the language model starts from them: [vocabulary * dimension]. */
  static float[] vectors(Artefact artefact) {
    return read(artefact).toArray();
  }

  @Override
  public String summary(Artefact artefact) {
    double seconds = artefact.count("training-milliseconds") / 1000.0;
    long tokens = artefact.count("timed-tokens"); // none where an earlier try did all
    return String.format(
        Locale.ROOT,
        "%,d vectors of %d components%s",
        artefact.count("words"),
        artefact.count("dimension"),
        seconds > 0 && tokens > 0
            ? String.format(Locale.ROOT, ", %,.0f tokens/s", tokens / seconds)
            : "");
  }
}
