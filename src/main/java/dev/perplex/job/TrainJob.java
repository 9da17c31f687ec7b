package dev.perplex.job;

import dev.perplex.lm.EngineLimits;
import dev.perplex.lm.LearningPoint;
import dev.perplex.lm.ModelSettings;
import dev.perplex.lm.TrainSettings;
import dev.perplex.lm.fused.NetworkShape;
import dev.perplex.lm.fused.Parameters;
import dev.perplex.lm.fused.WarmStart;
import dev.perplex.lm.spark.Checkpoints;
import dev.perplex.lm.spark.DocumentUnits;
import dev.perplex.lm.spark.LanguageModels;
import dev.perplex.lm.spark.ScoreDocuments;
import dev.perplex.lm.spark.TrainedModel;
import dev.perplex.lm.spark.Trainer;
import dev.perplex.lm.spark.TrainingJob;
import dev.perplex.lm.spark.TrainingListener;
import dev.perplex.provenance.Json;
import dev.perplex.provenance.Stage;
import dev.perplex.store.Artefact;
import dev.perplex.store.DocumentIndex;
import dev.perplex.store.OwnedFolder;
import dev.perplex.store.PartFile;
import dev.perplex.text.Split;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** {@code train}: ids (and vectors) to a language model, with checkpoints and learning curve. */
final class TrainJob implements StageJob {
  static final String TRAINING_FILE = "training.json";

  private final Run run;
  private final StageJob vocab;
  private final StageJob word2vec;
  private final ModelSettings model;
  private final TrainSettings settings;
  private final StartModel start;

  TrainJob(Run run, StageJob vocab, StageJob word2vec) {
    this.run = run;
    this.vocab = vocab;
    this.word2vec = word2vec;
    this.model = run.settings().block("train.model", ModelSettings.class);
    this.settings = run.settings().block("train", TrainSettings.class);
    this.start = new StartModel(run);
  }

  /**
   * What is kept of training beside the model.
   *
   * @param best segment whose weights the model has
   */
  record Training(int best, List<LearningPoint> curve) {}

  @Override
  public Stage stage() {
    return Stage.TRAIN;
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> values = new TreeMap<>(run.settings().values("train"));
    values.remove(TrainStartSettings.KEY); // what it leads to is an input
    return values;
  }

  /** Looks at the model to start from, before earlier stages take their time. */
  void checkStart() {
    start.check(NetworkShape.of(model, 2)); // any vocabulary will do
  }

  @Override
  public Map<String, String> inputs() {
    Map<String, String> inputs = new TreeMap<>();
    inputs.put("vocab", run.input(vocab).content());
    if (model.embeddings().needsVectors()) {
      inputs.put("word2vec", run.input(word2vec).content());
    }
    start.content().ifPresent(content -> inputs.put("start", content));
    return inputs;
  }

  @Override
  public Result make(Workshop workshop) {
    Artefact ids = run.input(vocab);
    OwnedFolder checkpoints = checkpoints(workshop);
    DocumentIndex valid = DocumentIndex.read(ids, Split.VALID.label());
    DocumentUnits units =
        DocumentUnits.of(VocabJob.ids(ids, Split.VALID), valid.offsets(), valid.unitFirsts())
            .about(settings.validationTokens());
    int words = Math.toIntExact(ids.count("vocabulary"));
    if (settings.engine().equals("fused")) {
      EngineLimits.checkSize(parameters(words), words);
    }
    WarmStart warm =
        start.of(VocabJob.vocabulary(ids), NetworkShape.of(model, words), workshop.notes());
    workshop
        .notes()
        .accept(
            String.format(
                Locale.ROOT,
                "%,d parameters; workers: %d; engine: %s",
                parameters(words),
                settings.workers(),
                settings.engine()));
    TrainedModel trained =
        Trainer.of(settings.engine())
            .train(
                new TrainingJob(
                    run.session().spark(),
                    VocabJob.ids(ids, Split.TRAIN),
                    words,
                    model,
                    settings,
                    model.embeddings().needsVectors()
                        ? Word2vecJob.vectors(run.input(word2vec))
                        : null,
                    warm,
                    bytes -> ScoreDocuments.meanLoss(run.session().spark(), bytes, units),
                    saved(checkpoints, workshop.notes()),
                    checkpoints.child("rounds"),
                    new Told(workshop)));
    return result(trained, ids, workshop);
  }

  private long parameters(int words) {
    return settings.engine().equals("fused")
        ? Parameters.elements(NetworkShape.of(model, words))
        : model.parameters(words);
  }

  private static OwnedFolder checkpoints(Workshop workshop) {
    return workshop.writer().shared("checkpoints", workshop.earlier());
  }

  private static Checkpoints saved(OwnedFolder folder, Consumer<String> notes) {
    return new StoredCheckpoints(folder, notes);
  }

  /** The model, how it was trained, and all that turns text into its ids: it needs nothing else. */
  private static Result result(TrainedModel trained, Artefact ids, Workshop workshop) {
    List<PartFile> files = new ArrayList<>();
    String file = LanguageModels.file(trained.model());
    files.add(workshop.writer().file(file, trained.model(), Map.of()));
    String training = Json.pretty(new Training(trained.best(), trained.curve()));
    files.add(
        workshop.writer().file(TRAINING_FILE, training.getBytes(StandardCharsets.UTF_8), Map.of()));
    for (String name : List.of(VocabJob.VOCABULARY_FILE, TokenizeJob.TOKENIZER_FILE)) {
      files.add(workshop.writer().file(name, ids.read(name), Map.of()));
    }
    List<LearningPoint> curve = trained.curve();
    return new Result(
        files,
        Map.of("segments", (long) curve.size(), "tokens", curve.get(curve.size() - 1).tokens()));
  }

  @Override
  public void published(Workshop workshop) {
    checkpoints(workshop).delete();
  }

  static Training training(Artefact artefact) {
    return Json.read(artefact.readText(TRAINING_FILE), Training.class);
  }

  @Override
  public String summary(Artefact artefact) {
    Training training = training(artefact);
    return String.format(
        Locale.ROOT,
        "%,d tokens trained, validation perplexity %.2f",
        artefact.count("tokens"),
        training.curve().get(training.best()).validationPerplexity());
  }

  /** Passes on what the trainer tells. */
  private record Told(Workshop workshop) implements TrainingListener {
    @Override
    public void round(long tokens, long total, double tokensPerSecond, double loss) {
      workshop.progress().at(tokens, total, "tokens");
    }

    @Override
    public void note(String line) {
      workshop.notes().accept(line);
    }

    @Override
    public void segment(LearningPoint point) {
      workshop
          .notes()
          .accept(
              String.format(
                  Locale.ROOT,
                  "epoch %.2f, %,d tokens: training loss %.3f, validation perplexity %.1f%s,"
                      + " %,.0f tokens/s",
                  point.epoch(),
                  point.tokens(),
                  point.trainingLoss(),
                  point.validationPerplexity(),
                  point.averaged() ? " (averaged weights)" : "",
                  point.tokensPerSecond()));
    }
  }
}
