package dev.perplex.lm.spark;

import dev.perplex.cluster.Progress;
import dev.perplex.cluster.Tasks;
import dev.perplex.lm.NativeThreads;
import dev.perplex.lm.Reading;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Scores a split's documents by several models at once, on executors. What comes back is in the
 * order of the units and does not depend on the number of partitions or executors. Where state is
 * carried from document to document, one task reads them all.
 */
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
    int partitions =
        state == Reading.State.STREAM ? 1 : Math.max(1, 4 * spark.defaultParallelism());
    return score(spark, columns, units, fold, progress, partitions);
  }

  static <R> List<R> score(
      JavaSparkContext spark,
      List<LossColumn> columns,
      ScoringUnits units,
      UnitFold<R> fold,
      Progress progress,
      int partitions) {
    List<Piece> pieces = Piece.of(units.count(), partitions);
    Broadcast<Work<R>> everywhere = spark.broadcast(new Work<>(List.copyOf(columns), units, fold));
    try {
      return new Tasks(spark)
              .run(
                  "score documents",
                  pieces,
                  units.documents(),
                  "documents",
                  progress,
                  (piece, done) -> everywhere.value().score(piece, done::add))
              .stream()
              .flatMap(List::stream)
              .toList();
    } finally {
      everywhere.destroy();
    }
  }

  /** Units in a row that one task scores. */
  private record Piece(int from, int to) implements Serializable {
    static List<Piece> of(int units, int partitions) {
      List<Piece> pieces = new ArrayList<>();
      int count = Math.min(units, partitions);
      for (int piece = 0; piece < count; piece++) {
        pieces.add(
            new Piece(
                (int) ((long) units * piece / count), (int) ((long) units * (piece + 1) / count)));
      }
      return pieces;
    }
  }

  @FunctionalInterface
  private interface Done {
    void add(long documents);
  }

  /** All that executors need, sent once. */
  private record Work<R>(List<LossColumn> columns, ScoringUnits units, UnitFold<R> fold)
      implements Serializable {

    List<R> score(Piece piece, Done done) {
      NativeThreads.one();
      List<LossColumn.Losses> started = columns.stream().map(LossColumn::start).toList();
      List<R> folded = new ArrayList<>();
      for (int unit = piece.from(); unit < piece.to(); unit++) {
        List<int[]> documents = units.read(unit);
        List<double[][]> losses = new ArrayList<>();
        for (LossColumn.Losses column : started) {
          losses.add(column.of(documents, losses));
        }
        folded.add(fold.fold(documents, losses));
        done.add(documents.size());
      }
      return folded;
    }
  }
}
