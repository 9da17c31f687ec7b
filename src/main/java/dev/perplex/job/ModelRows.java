package dev.perplex.job;

import dev.perplex.eval.Tally;
import dev.perplex.eval.Unigram;
import dev.perplex.lm.CacheSettings;
import dev.perplex.lm.DynamicSettings;
import dev.perplex.lm.Reading;
import dev.perplex.lm.spark.DocumentFold;
import dev.perplex.lm.spark.DocumentUnits;
import dev.perplex.lm.spark.ScoreDocuments;
import dev.perplex.report.ModelScore;
import dev.perplex.store.Artefact;
import dev.perplex.store.DocumentIndex;
import dev.perplex.text.Split;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The rows of the report's table: the unigram, the model as it was trained, and the model with what
 * it may take from the text itself.
 */
final class ModelRows {
  private final JavaSparkContext spark;
  private final byte[] model;
  private final Artefact ids;
  private final StageJob.Workshop workshop;
  private final String weights;
  private final DocumentIndex index;
  private final List<String> notes = new ArrayList<>();
  private Tally plain = Tally.NOTHING;

  ModelRows(
      JavaSparkContext spark,
      byte[] model,
      Artefact ids,
      StageJob.Workshop workshop,
      String weights) {
    this.spark = spark;
    this.model = model;
    this.ids = ids;
    this.workshop = workshop;
    this.weights = weights;
    this.index = DocumentIndex.read(ids, Split.TEST.label());
  }

  /** The two tallies of a document, made where it was scored. */
  private record Scored(Tally lstm, Tally unigram) implements Serializable {}

  List<ModelScore> of(Reading reading, Unigram unigram) {
    Tally baseline = Tally.NOTHING;
    DocumentFold<Scored> both =
        (document, tokens, losses) ->
            new Scored(
                Tally.of(tokens, losses, 0, 0), Tally.of(tokens, unigram.losses(tokens), 0, 0));
    List<Scored> scored = score(with(reading, CacheSettings.NONE, DynamicSettings.NONE), both);
    for (int document = 0; document < scored.size(); document++) {
      plain = plain.plus(scored.get(document).lstm()).plus(text(document));
      baseline = baseline.plus(scored.get(document).unigram()).plus(text(document));
    }
    List<ModelScore> rows = new ArrayList<>();
    rows.add(ModelScore.of("unigram", "relative frequencies of the training split", baseline));
    rows.add(ModelScore.of("lstm", weights, plain));
    if (reading.dynamic().wanted()) {
      rows.add(row("lstm+dynamic", with(reading, CacheSettings.NONE, reading.dynamic())));
    }
    if (reading.cache().wanted()) {
      rows.add(row("lstm+cache", with(reading, reading.cache(), DynamicSettings.NONE)));
    }
    if (reading.cache().wanted() && reading.dynamic().wanted()) {
      rows.add(row("lstm+dynamic+cache", reading));
    }
    return rows;
  }

  /** Of the model as it was trained. */
  Tally tally() {
    return plain;
  }

  /** What a reader must know of the further rows. */
  List<String> notes() {
    return notes;
  }

  private ModelScore row(String name, Reading asked) {
    Reading reading = asked.cache().fit() == CacheSettings.Fit.VALID ? fitted(asked) : asked;
    List<Tally> scored =
        score(reading, (document, tokens, losses) -> Tally.of(tokens, losses, 0, 0));
    Tally sum = Tally.NOTHING;
    for (int document = 0; document < scored.size(); document++) {
      sum = sum.plus(scored.get(document)).plus(text(document));
    }
    notes.add(name + ": " + described(reading));
    return ModelScore.of(name, weights, sum);
  }

  private Reading fitted(Reading reading) {
    return ScoreDocuments.fitted(spark, model, units(Split.VALID), reading, workshop.progress());
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

  private <R> List<R> score(Reading reading, DocumentFold<R> fold) {
    return ScoreDocuments.score(
        spark, model, units(Split.TEST), reading, fold, workshop.progress());
  }

  private DocumentUnits units(Split split) {
    DocumentIndex documents = DocumentIndex.read(ids, split.label());
    return DocumentUnits.of(VocabJob.ids(ids, split), documents.offsets(), documents.unitFirsts());
  }

  private Tally text(int document) {
    return Tally.text(index.characters(document), index.bytes(document));
  }

  private static Reading with(Reading reading, CacheSettings cache, DynamicSettings dynamic) {
    return new Reading(reading.state(), cache, dynamic);
  }
}
