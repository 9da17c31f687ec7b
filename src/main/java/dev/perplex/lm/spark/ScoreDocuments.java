package dev.perplex.lm.spark;

import dev.perplex.cluster.Progress;
import dev.perplex.lm.CacheGrid;
import dev.perplex.lm.Reading;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;

/** Scores a split's documents by one neural model. */
public final class ScoreDocuments {
  private ScoreDocuments() {}

  /**
   * @param model as {@link LanguageModels} reads it
   * @param fold what to keep of each document
   * @param progress told of documents scored
   * @return what {@code fold} made of each document, in order
   */
  public static <R> List<R> score(
      JavaSparkContext spark,
      byte[] model,
      ScoringUnits units,
      Reading reading,
      DocumentFold<R> fold,
      Progress progress) {
    return score(
        spark,
        units,
        Scoring.documents(model, reading, fold),
        progress,
        ScoreUnits.partitions(spark, reading.state()));
  }

  /**
   * The reading with the cache's theta and lambda that suit these documents best.
   *
   * @param units of the validation split
   */
  public static Reading fitted(
      JavaSparkContext spark,
      byte[] model,
      ScoringUnits units,
      Reading reading,
      Progress progress) {
    List<double[]> losses =
        score(
            spark,
            units,
            Scoring.grid(model, reading),
            progress,
            ScoreUnits.partitions(spark, reading.state()));
    return new Reading(reading.state(), CacheGrid.best(reading.cache(), losses), reading.dynamic());
  }

  static <R> List<R> score(
      JavaSparkContext spark,
      ScoringUnits units,
      Scoring<List<R>> scoring,
      Progress progress,
      int partitions) {
    return ScoreUnits.score(spark, units, scoring, progress, partitions).stream()
        .flatMap(List::stream)
        .toList();
  }

  /** The mean loss in nats a token, summed in document order. */
  public static double meanLoss(JavaSparkContext spark, byte[] model, ScoringUnits units) {
    double sum = 0;
    long tokens = 0;
    for (DocumentLoss loss :
        score(spark, model, units, Reading.PLAIN, DocumentLoss::fold, Progress.silent())) {
      sum += loss.loss();
      tokens += loss.tokens();
    }
    return sum / tokens;
  }
}
