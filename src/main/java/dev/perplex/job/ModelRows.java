package dev.perplex.job;

import dev.perplex.cluster.Progress;
import dev.perplex.eval.MixtureWeights;
import dev.perplex.eval.TestFigures;
import dev.perplex.eval.Unigram;
import dev.perplex.eval.UnitFigures;
import dev.perplex.lm.CacheSettings;
import dev.perplex.lm.DynamicSettings;
import dev.perplex.lm.Reading;
import dev.perplex.lm.spark.DocumentUnits;
import dev.perplex.lm.spark.LossColumn;
import dev.perplex.lm.spark.ModelSource;
import dev.perplex.lm.spark.ScoreColumns;
import dev.perplex.lm.spark.ScoreDocuments;
import dev.perplex.provenance.PerplexException;
import dev.perplex.report.Mixture;
import dev.perplex.report.Report;
import dev.perplex.report.TestedModels;
import dev.perplex.store.Artefact;
import dev.perplex.store.DocumentIndex;
import dev.perplex.text.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The rows of the report's table: the unigram, the n-gram model, the language model as it was
 * trained and with what it may take from the text itself, and mixtures of them with the n-gram
 * model. All are scored together, in one pass over the test split.
 */
final class ModelRows {
  private final JavaSparkContext spark;
  private final Artefact ids;
  private final Reading reading;
  private final Progress progress;
  private final List<TestedModels.Row> rows = new ArrayList<>();
  private final List<LossColumn> columns = new ArrayList<>(); // by row
  private final List<Integer> neural = new ArrayList<>(); // rows of the language model
  private final List<Mixture> mixtures = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final Map<Split, DocumentIndex> indexes = new EnumMap<>(Split.class); // that were read

  /**
   * @param reading of the test split
   */
  ModelRows(JavaSparkContext spark, Artefact ids, Reading reading, Progress progress) {
    this.spark = spark;
    this.ids = ids;
    this.reading = reading;
    this.progress = progress;
  }

  /** The names of all rows that a reading of the test split gives, in order. */
  static List<String> names(Reading reading) {
    List<String> neural = new ArrayList<>(List.of(Report.LSTM));
    if (reading.dynamic().wanted()) {
      neural.add(Report.LSTM + "+dynamic");
    }
    if (reading.cache().wanted()) {
      neural.add(Report.LSTM + "+cache");
    }
    if (reading.cache().wanted() && reading.dynamic().wanted()) {
      neural.add(Report.LSTM + "+dynamic+cache");
    }
    List<String> names = new ArrayList<>(List.of(Report.UNIGRAM, Report.NGRAM));
    names.addAll(neural);
    neural.forEach(each -> names.add(each + "+" + Report.NGRAM));
    return names;
  }

  void unigram(Unigram unigram) {
    add(
        new TestedModels.Row(
            Report.UNIGRAM, "Unigram", "relative frequencies of the training split"),
        LossColumn.unigram(unigram));
  }

  void ngram(ModelSource source, String title, String weights) {
    add(
        new TestedModels.Row(Report.NGRAM, title, weights),
        LossColumn.of(source, with(CacheSettings.NONE, DynamicSettings.NONE)));
  }

  /**
   * The language model, and its further rows where the reading asks for them.
   *
   * @param model as {@link StoredModel} has it
   * @param title what it is, for people
   * @param weights which they are
   */
  void neural(byte[] model, String title, String weights) {
    CacheSettings cache = reading.cache();
    DynamicSettings dynamic = reading.dynamic();
    neural(Report.LSTM, title, weights, model, with(CacheSettings.NONE, DynamicSettings.NONE));
    if (dynamic.wanted()) {
      further("dynamic", title, weights, model, with(CacheSettings.NONE, dynamic));
    }
    if (cache.wanted()) {
      further("cache", title, weights, model, with(cache, DynamicSettings.NONE));
    }
    if (cache.wanted() && dynamic.wanted()) {
      further("dynamic+cache", title, weights, model, reading);
    }
  }

  private void further(String how, String title, String weights, byte[] model, Reading asked) {
    Reading fitted = asked.cache().fit() == CacheSettings.Fit.VALID ? fitted(model, asked) : asked;
    String name = Report.LSTM + "+" + how;
    notes.add(name + ": " + described(fitted));
    neural(name, title + ", " + how.replace("+", " and "), weights, model, fitted);
  }

  private void neural(String name, String title, String weights, byte[] model, Reading how) {
    neural.add(rows.size());
    add(new TestedModels.Row(name, title, weights), LossColumn.neural(model, how));
  }

  private void add(TestedModels.Row row, LossColumn column) {
    rows.add(row);
    columns.add(column);
  }

  /**
   * A row for each of the language model's, mixed with the n-gram model, where there is one.
   *
   * @param tokens of the validation split that weights are fitted on, about; 0 for all
   */
  void mix(long tokens) {
    int ngram = names().indexOf(Report.NGRAM);
    if (ngram < 0) {
      return;
    }
    double[][] losses = validation(tokens);
    for (int part : neural) {
      MixtureWeights fitted;
      try {
        fitted = MixtureWeights.fit(new double[][] {losses[part], losses[ngram]});
      } catch (IllegalArgumentException e) {
        throw PerplexException.dataRefused(
            "%s cannot be mixed with the n-gram model on the validation split: %s. Make the models"
                + " again with --force=train,ngram.",
            rows.get(part).name(), e.getMessage());
      }
      mix(part, ngram, fitted, losses[part].length);
    }
  }

  private void mix(int part, int ngram, MixtureWeights fitted, long tokens) {
    TestedModels.Row one = rows.get(part);
    TestedModels.Row other = rows.get(ngram);
    List<Double> weights = Arrays.stream(fitted.weights()).boxed().toList();
    String name = one.name() + "+" + other.name();
    add(
        new TestedModels.Row(
            name,
            one.title() + " + " + other.title(),
            String.format(
                Locale.ROOT,
                "%.3f of %s and %.3f of %s, fitted on the validation split",
                weights.get(0),
                one.name(),
                weights.get(1),
                other.name())),
        LossColumn.mixture(List.of(part, ngram), weights));
    mixtures.add(
        new Mixture(
            name,
            List.of(one.name(), other.name()),
            weights,
            fitted.iterations(),
            tokens,
            fitted.loss(),
            Math.exp(fitted.loss())));
  }

  /** Losses on the validation split, [rows][tokens]. */
  private double[][] validation(long tokens) {
    List<double[][]> units =
        ScoreColumns.score(
            spark,
            columns,
            units(Split.VALID).about(tokens),
            reading.state(),
            (documents, losses) ->
                losses.stream()
                    .map(each -> Arrays.stream(each).flatMapToDouble(Arrays::stream).toArray())
                    .toArray(double[][]::new),
            progress);
    double[][] all = new double[rows.size()][];
    for (int row = 0; row < all.length; row++) {
      int at = row;
      all[row] = units.stream().flatMapToDouble(unit -> Arrays.stream(unit[at])).toArray();
    }
    return all;
  }

  /**
   * Scores the test split by all rows.
   *
   * @throws PerplexException exit code 20, where a loss is no number
   */
  TestFigures score(UnitFigures.Rules rules, int vocabulary) {
    List<UnitFigures> units =
        ScoreColumns.score(
            spark,
            columns,
            units(Split.TEST),
            reading.state(),
            (documents, losses) -> UnitFigures.of(rules, documents, losses),
            progress);
    DocumentIndex index = index(Split.TEST);
    TestFigures figures = new TestFigures(units, vocabulary, index::characters, index::bytes);
    figures
        .notFinite()
        .ifPresent(
            found -> {
              throw PerplexException.dataRefused(
                  "%s gives a token of document %d of the test split a probability that is %s:"
                      + " its loss is %s. Make the model again with --force.",
                  names().get(found.model()),
                  found.document(),
                  Double.isNaN(found.nats()) ? "no number" : "0",
                  found.nats());
            });
    return figures;
  }

  List<TestedModels.Row> rows() {
    return List.copyOf(rows);
  }

  List<String> names() {
    return rows.stream().map(TestedModels.Row::name).toList();
  }

  List<Mixture> mixtures() {
    return List.copyOf(mixtures);
  }

  /** What a reader must know of the further rows. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  private Reading fitted(byte[] model, Reading asked) {
    return ScoreDocuments.fitted(spark, model, units(Split.VALID), asked, progress);
  }

  private static String described(Reading reading) {
    List<String> parts = new ArrayList<>();
    DynamicSettings dynamic = reading.dynamic();
    if (dynamic.wanted()) {
      parts.add(
          String.format(
              Locale.ROOT,
              "dynamic evaluation (Krause et al. 2018) by gradient descent, rate %s, decay %s,"
                  + " every %d tokens",
              dynamic.rate(),
              dynamic.decay(),
              dynamic.steps()));
    }
    CacheSettings cache = reading.cache();
    if (cache.wanted()) {
      parts.add(
          String.format(
              Locale.ROOT,
              "a neural cache (Grave et al. 2017) of %,d tokens, theta %s, lambda %s%s",
              cache.window(),
              cache.theta(),
              cache.lambda(),
              cache.fit() == CacheSettings.Fit.VALID
                  ? ", which were the best of a grid on the validation split"
                  : ""));
    }
    return String.join("; ", parts)
        + (reading.state() == Reading.State.STREAM
            ? ". It goes on from document to document."
            : ". It starts anew at each document.");
  }

  /** Where a split's documents lie, read once. */
  DocumentIndex index(Split split) {
    return indexes.computeIfAbsent(split, each -> DocumentIndex.read(ids, each.label()));
  }

  private DocumentUnits units(Split split) {
    DocumentIndex documents = index(split);
    return DocumentUnits.of(VocabJob.ids(ids, split), documents.offsets(), documents.unitFirsts());
  }

  private Reading with(CacheSettings cache, DynamicSettings dynamic) {
    return new Reading(reading.state(), cache, dynamic);
  }
}
