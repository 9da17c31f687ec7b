package dev.perplex.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perplex.eval.DocumentLosses;
import dev.perplex.eval.FrequencyBands;
import dev.perplex.eval.TestFigures;
import dev.perplex.eval.TokenChecksums;
import dev.perplex.eval.Unigram;
import dev.perplex.eval.UnitFigures;
import dev.perplex.lm.Cell;
import dev.perplex.lm.LearningPoint;
import dev.perplex.lm.ModelSettings;
import dev.perplex.lm.Reading;
import dev.perplex.ngram.NgramSettings;
import dev.perplex.provenance.Json;
import dev.perplex.provenance.PerplexException;
import dev.perplex.provenance.Stage;
import dev.perplex.report.Comparison;
import dev.perplex.report.Hardest;
import dev.perplex.report.Report;
import dev.perplex.report.ReportSettings;
import dev.perplex.report.Sample;
import dev.perplex.report.Sentences;
import dev.perplex.report.Slices;
import dev.perplex.report.TestedModels;
import dev.perplex.report.TrainingRound;
import dev.perplex.report.VectorReport;
import dev.perplex.report.VectorRows;
import dev.perplex.report.VectorScore;
import dev.perplex.store.Artefact;
import dev.perplex.store.PartFile;
import dev.perplex.text.Split;
import dev.perplex.vocab.Vocabulary;
import dev.perplex.word2vec.WordVectors;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** {@code report}: the test split scored by the language model and by those it is judged by. */
final class ReportJob implements StageJob {
  static final String JSON_FILE = "report.json";
  static final String LOSSES_FILE = "losses.tsv.gz";
  private static final int NEIGHBOURS = 6;

  private final Run run;
  private final StageJob prepare;
  private final StageJob tokenize;
  private final StageJob vocab;
  private final StageJob word2vec;
  private final StageJob ngram;
  private final StageJob train;
  private final ReportSettings settings;

  ReportJob(
      Run run,
      StageJob prepare,
      StageJob tokenize,
      StageJob vocab,
      StageJob word2vec,
      StageJob ngram,
      StageJob train) {
    this.run = run;
    this.prepare = prepare;
    this.tokenize = tokenize;
    this.vocab = vocab;
    this.word2vec = word2vec;
    this.ngram = ngram;
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
    values.put("run.pipeline", run.pipeline());
    return values;
  }

  @Override
  public Map<String, String> inputs() {
    Map<String, String> inputs = new TreeMap<>();
    for (StageJob job : List.of(prepare, tokenize, vocab, word2vec, ngram, train)) {
      inputs.put(job.stage().label(), run.input(job).content());
    }
    return inputs;
  }

  /** What the report prints, and so depends on: the settings of all stages that made it. */
  private Map<String, Object> shownSettings() {
    Map<String, Object> all = new TreeMap<>();
    for (Stage stage : EnumSet.range(Stage.PREPARE, Stage.REPORT)) {
      all.putAll(run.settings().values(stage.label()));
    }
    all.remove("prepare.corpus"); // a path, which differs from machine to machine
    all.keySet().removeAll(Word2vecJob.PATHS);
    all.keySet().removeAll(MachineFiles.PATHS);
    return all;
  }

  @Override
  public Result make(Workshop workshop) {
    Artefact ids = run.input(vocab);
    Artefact model = run.input(train);
    ReportInputs.checkSplits(ids);
    ReportInputs.checkTokens(ids, model);
    ReportInputs.checkTokens(ids, run.input(ngram));
    Vocabulary vocabulary = VocabJob.vocabulary(model);
    ModelRows rows = rows(ids, model, vocabulary, workshop);
    FrequencyBands bands = new FrequencyBands(vocabulary, settings.bands());
    TestFigures figures =
        rows.score(
            new UnitFigures.Rules(
                bands, new TokenChecksums(vocabulary), rows.names().indexOf(Report.LSTM)),
            vocabulary.size());
    Report report = report(ids, model, vocabulary, rows, figures, bands);
    byte[] json = Json.pretty(report).getBytes(StandardCharsets.UTF_8);
    byte[] losses = DocumentLosses.of(rows.names(), figures).toBytes();
    List<PartFile> files =
        List.of(
            workshop.writer().file(JSON_FILE, json, Map.of()),
            workshop
                .writer()
                .file(LOSSES_FILE, losses, Map.of("documents", (long) figures.documents())));
    return new Result(files, Map.of("test.tokens", report.test().tokens()));
  }

  /** The rows of the table, fitted where they have to be. */
  private ModelRows rows(Artefact ids, Artefact model, Vocabulary vocabulary, Workshop workshop) {
    ModelRows rows =
        new ModelRows(run.session().spark(), ids, settings.reading(), workshop.progress());
    rows.unigram(new Unigram(vocabulary));
    NgramRow baseline =
        new NgramRow(run.input(ngram), run.settings().block("ngram", NgramSettings.class));
    rows.ngram(baseline, baseline.title(), baseline.weights());
    rows.neural(StoredModel.bytes(model), title(), weights(model));
    rows.mix(settings.mixture().tokens());
    return rows;
  }

  private String title() {
    Cell cell = run.settings().block("train.model", ModelSettings.class).cell();
    return switch (cell) {
      case LSTM -> "LSTM";
      case PEEPHOLE_LSTM -> "Peephole LSTM";
      case GRU -> "GRU";
      case RNN -> "RNN";
    };
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
      ModelRows rows,
      TestFigures figures,
      FrequencyBands bands) {
    WordVectors vectors = Word2vecJob.frequent(run.input(word2vec));
    TestedModels tested =
        new TestedModels(
            rows.rows(),
            figures,
            settings.bootstrap(),
            Report.measure(run.settings().values("tokenize")));
    List<Comparison> comparisons = tested.comparisons(rows.mixtures());
    Slices slices = new Slices(rows.names(), figures);
    Hardest hardest = new Hardest(rows.names(), Report.LSTM, figures);
    StoredModel stored = new StoredModel(model);
    ReportTexts texts =
        new ReportTexts(
            vocabulary, stored.tokenizer(), VocabJob.ids(ids, Split.TEST), rows.index(Split.TEST));
    return new Report(
        Report.FORMAT,
        Report.VERSION,
        run.settings().block("run", RunSettings.class).pipeline(),
        Sentences.verdict(comparisons),
        corpus(),
        splits(ids),
        growth(ids),
        vocabulary.size(),
        test(ids, figures, rows.names().indexOf(Report.LSTM)),
        tested.bootstrap(),
        tested.scores(),
        rows.mixtures(),
        comparisons,
        slices.bands(bands),
        slices.positions(),
        hardest.documents(
            settings.documents(),
            document -> texts.document(document, settings.documents().characters())),
        hardest.words(settings.words(), vocabulary),
        samples(texts, stored, new StoredModel(run.input(ngram))),
        curve(model),
        neighbours(vectors),
        VectorReport.of(
            settings,
            VectorRows.of(vectors),
            recorded(VectorScore.FILE_NAME, VectorScore::parse),
            recorded(TrainingRound.FILE_NAME, TrainingRound::parse)),
        inputs(),
        shownSettings(),
        ReportNotes.of(run.settings(), settings, rows.notes(), tested.bootstrap().units()));
  }

  private Report.Test test(Artefact ids, TestFigures figures, int model) {
    return Report.Test.of(
        figures.documents(),
        figures.tally(model),
        ids.count(Split.TEST.label() + ".unknown-written"),
        settings.state() == Reading.State.STREAM
            ? "carried from document to document"
            : "starts anew at each document",
        figures.checksum(),
        new TextFacts(run.session().spark()).checksum(run.input(prepare), Split.TEST));
  }

  /** The first tokens of the training split, and all of it. */
  private List<Report.GrowthPoint> growth(Artefact ids) {
    List<Report.GrowthPoint> points =
        new TextFacts(run.session().spark()).growth(run.input(tokenize), settings.growth());
    long tokens = ids.count(Split.TRAIN.label() + ".tokens");
    if (!points.isEmpty() && points.get(points.size() - 1).tokens() < tokens) {
      points.add(new Report.GrowthPoint(tokens, ids.count(Split.TRAIN.label() + ".types")));
    }
    return points;
  }

  private List<Sample> samples(ReportTexts texts, StoredModel neural, StoredModel ngrams) {
    List<Sample> samples = new ArrayList<>();
    if (settings.samples().count() > 0) {
      samples.addAll(texts.samples(Report.LSTM, neural.model(), settings.samples()));
      samples.addAll(texts.samples(Report.NGRAM, ngrams.model(), settings.samples()));
    }
    return samples;
  }

  private static List<Report.CurvePoint> curve(Artefact model) {
    TrainJob.Training training = TrainJob.training(model);
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
              point.seconds(),
              point.rate(),
              point.gradientNorm(),
              point.averagingShare(),
              point.segment() == training.best()));
    }
    return curve;
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
          Report.SplitCounts.of(
              split.label(),
              ids.count(prefix + "documents"),
              ids.count(prefix + "tokens"),
              ids.count(prefix + "eos"),
              ids.count(prefix + "types"),
              ids.count(prefix + "unknown"),
              ids.count(prefix + "unknown-written"),
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

  @Override
  public String summary(Artefact artefact) {
    return ReportedRun.read(artefact).verdict();
  }
}
