package dev.perplex.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perplex.eval.Tally;
import dev.perplex.eval.Unigram;
import dev.perplex.lm.LearningPoint;
import dev.perplex.lm.Reading;
import dev.perplex.lm.TrainSettings;
import dev.perplex.provenance.Json;
import dev.perplex.provenance.PerplexException;
import dev.perplex.provenance.Stage;
import dev.perplex.report.ModelScore;
import dev.perplex.report.Report;
import dev.perplex.report.ReportPage;
import dev.perplex.report.ReportSettings;
import dev.perplex.report.TrainingRound;
import dev.perplex.report.VectorReport;
import dev.perplex.report.VectorRows;
import dev.perplex.report.VectorScore;
import dev.perplex.store.Artefact;
import dev.perplex.store.DocumentIndex;
import dev.perplex.store.PartFile;
import dev.perplex.text.Split;
import dev.perplex.vocab.Vocabulary;
import dev.perplex.word2vec.WordVectors;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** {@code report}: the test split scored by the language model and by the unigram baseline. */
final class ReportJob implements StageJob {
  static final String JSON_FILE = "report.json";
  static final String PAGE_FILE = "index.html";
  private static final int NEIGHBOURS = 6;

  private final Run run;
  private final StageJob prepare;
  private final StageJob vocab;
  private final StageJob word2vec;
  private final StageJob train;
  private final ReportSettings settings;

  ReportJob(Run run, StageJob prepare, StageJob vocab, StageJob word2vec, StageJob train) {
    this.run = run;
    this.prepare = prepare;
    this.vocab = vocab;
    this.word2vec = word2vec;
    this.train = train;
    this.settings = run.settings().block("report", ReportSettings.class);
  }

  @Override
  public Stage stage() {
    return Stage.REPORT;
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> values = shownSettings();
    values.put("run.pipeline", run.settings().block("run", RunSettings.class).pipeline());
    return values;
  }

  @Override
  public Map<String, String> inputs() {
    return Map.of(
        "prepare", run.input(prepare).content(),
        "vocab", run.input(vocab).content(),
        "word2vec", run.input(word2vec).content(),
        "train", run.input(train).content());
  }

  /** What the report prints, and so depends on: the settings of all stages. */
  private Map<String, Object> shownSettings() {
    Map<String, Object> all = new TreeMap<>();
    for (Stage stage : Stage.values()) {
      all.putAll(run.settings().values(stage.label()));
    }
    all.remove("prepare.corpus"); // a path, which differs from machine to machine
    all.keySet().removeAll(Word2vecJob.PATHS);
    return all;
  }

  @Override
  public Result make(Workshop workshop) {
    Artefact ids = run.input(vocab);
    Artefact model = run.input(train);
    Vocabulary vocabulary = VocabJob.vocabulary(model);
    DocumentIndex index = DocumentIndex.read(ids, Split.TEST.label());
    ModelRows rows =
        new ModelRows(
            run.session().spark(), StoredModel.bytes(model), ids, workshop, weights(model));
    List<ModelScore> scores = rows.of(settings.reading(), new Unigram(vocabulary));
    Report report =
        report(ids, model, vocabulary, index.documents(), rows.tally(), scores, rows.notes());
    byte[] json = Json.pretty(report).getBytes(StandardCharsets.UTF_8);
    byte[] page = ReportPage.of(report).getBytes(StandardCharsets.UTF_8);
    List<PartFile> files =
        List.of(
            workshop.writer().file(JSON_FILE, json, Map.of()),
            workshop.writer().file(PAGE_FILE, page, Map.of()));
    return new Result(files, Map.of("test.tokens", rows.tally().tokens()));
  }

  private static String weights(Artefact model) {
    TrainJob.Training training = TrainJob.training(model);
    return String.format(
        Locale.ROOT,
        "after segment %d of %d, the best by validation",
        training.best() + 1,
        training.curve().size());
  }

  private Report report(
      Artefact ids,
      Artefact model,
      Vocabulary vocabulary,
      long documents,
      Tally tally,
      List<ModelScore> scores,
      List<String> readings) {
    TrainJob.Training training = TrainJob.training(model);
    WordVectors vectors = Word2vecJob.frequent(run.input(word2vec));
    List<Report.CurvePoint> curve = new ArrayList<>();
    for (LearningPoint point : training.curve()) {
      curve.add(
          new Report.CurvePoint(
              point.tokens(),
              point.epoch(),
              point.trainingLoss(),
              point.validationLoss(),
              point.validationPerplexity(),
              point.tokensPerSecond(),
              point.segment() == training.best()));
    }
    return new Report(
        Report.FORMAT,
        Report.VERSION,
        run.settings().block("run", RunSettings.class).pipeline(),
        corpus(),
        splits(ids),
        vocabulary.size(),
        Report.Test.of(
            documents,
            tally,
            settings.state() == Reading.State.STREAM
                ? "carried from document to document"
                : "starts anew at each document"),
        scores,
        curve,
        neighbours(vectors),
        VectorReport.of(
            settings,
            VectorRows.of(vectors),
            recorded(VectorScore.FILE_NAME, VectorScore::parse),
            recorded(TrainingRound.FILE_NAME, TrainingRound::parse)),
        shownSettings(),
        notes(readings));
  }

  private Report.Corpus corpus() {
    JsonNode manifest = Json.tree(run.input(prepare).readText(PrepareJob.CORPUS_FILE));
    return new Report.Corpus(
        manifest.path("name").asText(),
        manifest.path("title").asText(),
        manifest.path("licence").asText());
  }

  private static List<Report.SplitCounts> splits(Artefact ids) {
    List<Report.SplitCounts> splits = new ArrayList<>();
    for (Split split : Split.values()) {
      String prefix = split.label() + ".";
      splits.add(
          new Report.SplitCounts(
              split.label(),
              ids.count(prefix + "documents"),
              ids.count(prefix + "tokens"),
              ids.count(prefix + "eos"),
              ids.count(prefix + "types"),
              ids.count(prefix + "unknown"),
              ids.count(prefix + "characters"),
              ids.count(prefix + "bytes")));
    }
    return splits;
  }

  private Map<String, List<Report.Neighbour>> neighbours(WordVectors vectors) {
    Map<String, List<Report.Neighbour>> all = new TreeMap<>();
    for (String word : settings.neighbours()) {
      if (vectors.contains(word)) {
        all.put(
            word,
            vectors.nearest(word, NEIGHBOURS).stream()
                .map(each -> new Report.Neighbour(each.word(), each.similarity()))
                .toList());
      }
    }
    return all;
  }

  /** What the word2vec stage has recorded in a file; nothing where it has not. */
  private <T> List<T> recorded(String file, Function<String, List<T>> parse) {
    Artefact artefact = run.input(word2vec);
    if (!artefact.has(file)) {
      return List.of();
    }
    try {
      return parse.apply(artefact.readText(file));
    } catch (IllegalArgumentException e) {
      throw PerplexException.dataRefused(
          "%s of %s cannot be read: %s. Make the artefact again with --force=word2vec.",
          file, artefact.folder(), e.getMessage());
    }
  }

  private List<String> notes(List<String> readings) {
    List<String> notes = new ArrayList<>();
    notes.add(
        "Perplexity is exp of the mean loss over the counted tokens; the first token of "
            + (settings.state() == Reading.State.STREAM ? "the split" : "a document")
            + " is predicted from <eos>, and each <eos> is a token that is predicted too.");
    notes.add(
        "Without <unk>: tokens outside the vocabulary are left out of sum and count. They still"
            + " stand in the context of what follows.");
    notes.add(
        "Bits per character and byte divide by the raw text, line ends included. An unknown word"
            + " costs what <unk> costs and is never spelled out, so with unknown words they are"
            + " lower bounds.");
    notes.add(
        "The unigram gives each word its share of the training tokens, on the same test tokens.");
    notes.addAll(readings);
    TrainSettings train = run.settings().block("train", TrainSettings.class);
    if (train.maxTokens() > 0) {
      notes.add(
          String.format(
              Locale.ROOT,
              "Trained on at most %,d tokens of the training split in an epoch (train.max-tokens).",
              train.maxTokens()));
    }
    if (train.validationTokens() > 0) {
      notes.add(
          String.format(
              Locale.ROOT,
              "The weights were chosen on about %,d tokens of the validation split"
                  + " (train.validation-tokens).",
              train.validationTokens()));
    }
    if ("dl4j".equals(run.settings().values("train").get("train.engine"))) {
      notes.add(
          "Trained by dl4j-spark's parameter averaging, which resets the recurrent state at each"
              + " minibatch, resumes by segment, and is not bit-stable: the same settings may give"
              + " slightly other numbers.");
    }
    return notes;
  }

  /** Puts the finished report where people look for it. */
  static String show(Run run, Artefact artefact) {
    var folder = run.reports();
    folder.child(JSON_FILE).writeBytes(artefact.read(JSON_FILE));
    folder.child(PAGE_FILE).writeBytes(artefact.read(PAGE_FILE));
    return folder.child(PAGE_FILE).toString();
  }

  static Report read(Artefact artefact) {
    return Json.read(artefact.readText(JSON_FILE), Report.class);
  }

  @Override
  public String summary(Artefact artefact) {
    return read(artefact).verdict();
  }
}
