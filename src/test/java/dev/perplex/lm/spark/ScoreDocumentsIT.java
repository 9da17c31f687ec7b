package dev.perplex.lm.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.cluster.LocalSpark;
import dev.perplex.cluster.Progress;
import dev.perplex.eval.LanguageReader;
import dev.perplex.lm.CacheSettings;
import dev.perplex.lm.DynamicSettings;
import dev.perplex.lm.Example;
import dev.perplex.lm.Ids;
import dev.perplex.lm.ModelFile;
import dev.perplex.lm.Reading;
import dev.perplex.lm.SequenceScorer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ScoreDocumentsIT {
  private static JavaSparkContext spark;

  @BeforeAll
  static void start() {
    spark = LocalSpark.start();
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  private static final int DOCUMENTS = 60;

  private static long[] offsets() {
    SplittableRandom random = new SplittableRandom(4);
    long[] offsets = new long[DOCUMENTS + 1];
    for (int document = 0; document < DOCUMENTS; document++) {
      offsets[document + 1] = offsets[document] + random.nextInt(1, 60);
    }
    return offsets;
  }

  private static ScoringUnits units() {
    long[] offsets = offsets();
    Ids ids =
        new Ids(new SplittableRandom(9).ints(offsets[DOCUMENTS], 0, Example.VOCABULARY).toArray());
    return DocumentUnits.of(
        ids,
        offsets,
        IntStream.rangeClosed(0, DOCUMENTS).filter(i -> i % 4 == 0 || i == DOCUMENTS).toArray());
  }

  @Test
  void lossesDoNotDependOnThePartitions() {
    byte[] model = ModelFile.bytes(Example.network());
    List<List<DocumentLoss>> results = new ArrayList<>();
    for (int partitions : new int[] {1, 2, 4}) {
      results.add(
          ScoreDocuments.score(
              spark,
              units(),
              Scoring.documents(model, Reading.PLAIN, DocumentLoss::fold),
              Progress.silent(),
              partitions));
    }
    assertThat(results.get(1)).isEqualTo(results.get(0));
    assertThat(results.get(2)).isEqualTo(results.get(0));
    assertThat(results.get(0)).hasSize(DOCUMENTS);
  }

  @Test
  void documentsComeBackInOrderWithTheirLosses() {
    byte[] model = ModelFile.bytes(Example.network());
    ScoringUnits units = units();
    List<DocumentLoss> scored =
        ScoreDocuments.score(
            spark, model, units, Reading.PLAIN, DocumentLoss::fold, Progress.silent());
    SequenceScorer scorer = new SequenceScorer(ModelFile.read(model, "m"));
    for (int unit = 0; unit < units.count(); unit++) {
      List<int[]> documents = units.read(unit);
      double[][] losses = scorer.score(documents);
      for (int i = 0; i < losses.length; i++) {
        int document = units.firstDocument(unit) + i;
        assertThat(scored.get(document))
            .isEqualTo(DocumentLoss.fold(document, documents.get(i), losses[i]));
      }
    }
  }

  @Test
  void aStreamIsReadAsOneText() {
    byte[] model = ModelFile.bytes(Example.network());
    ScoringUnits units = units();
    Reading stream = new Reading(Reading.State.STREAM, CacheSettings.NONE, DynamicSettings.NONE);
    List<double[]> scored =
        ScoreDocuments.score(
            spark, model, units, stream, (document, ids, losses) -> losses, Progress.silent());
    LanguageReader reader = LanguageModels.read(model, "m").reader();
    List<double[]> expected = new ArrayList<>();
    for (int unit = 0; unit < units.count(); unit++) {
      units.read(unit).forEach(ids -> expected.add(reader.losses(ids)));
    }
    assertThat(scored.toArray(double[][]::new)).isDeepEqualTo(expected.toArray(double[][]::new));
    List<double[]> apart =
        ScoreDocuments.score(
            spark,
            model,
            units,
            Reading.PLAIN,
            (document, ids, losses) -> losses,
            Progress.silent());
    assertThat(scored.get(1)[0]).as("state is carried").isNotEqualTo(apart.get(1)[0]);
  }

  @Test
  void theCacheIsFittedToTheDocuments() {
    byte[] model = ModelFile.bytes(Example.network());
    Reading asked =
        new Reading(
            Reading.State.DOCUMENT,
            new CacheSettings(20, 0, 0, CacheSettings.Fit.VALID),
            DynamicSettings.NONE);
    Reading fitted = ScoreDocuments.fitted(spark, model, units(), asked, Progress.silent());
    assertThat(fitted.cache().window()).isEqualTo(20);
    assertThat(fitted.cache().lambda()).isPositive();
    double best = sum(model, fitted);
    for (double lambda : new double[] {0.02, 0.1, 0.4}) {
      Reading other =
          new Reading(asked.state(), asked.cache().with(0.1, lambda), DynamicSettings.NONE);
      assertThat(sum(model, other)).isGreaterThanOrEqualTo(best - 1e-6);
    }
  }

  private static double sum(byte[] model, Reading reading) {
    return ScoreDocuments.score(
            spark, model, units(), reading, DocumentLoss::fold, Progress.silent())
        .stream()
        .mapToDouble(DocumentLoss::loss)
        .sum();
  }
}
