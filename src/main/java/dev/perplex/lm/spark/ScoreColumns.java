package dev.perplex.lm.spark;

import dev.perplex.cluster.Progress;
import dev.perplex.lm.Reading;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;

/** Scores a split's documents by several models at once. */
public final class ScoreColumns {
  private ScoreColumns() {}

  /**
   * @param columns models, the parts of a mixture before it
   * @param state the same for all columns
   * @param progress told of documents scored
   * @return what {@code fold} made of each unit, in order
   */
  public static <R> List<R> score(
      JavaSparkContext spark,
      List<LossColumn> columns,
      ScoringUnits units,
      Reading.State state,
      UnitFold<R> fold,
      Progress progress) {
    return ScoreUnits.score(
        spark,
        units,
        Scoring.columns(List.copyOf(columns), fold),
        progress,
        ScoreUnits.partitions(spark, state));
  }
}
