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
 * Scores a split's documents on executors, unit by unit. What comes back is in the order of the
 * units and does not depend on the number of partitions or executors, so sums that the driver makes
 * of it do not either. Where state is carried from document to document, one task reads them all.
 */
final class ScoreUnits {
  private ScoreUnits() {}

  /** Tasks that documents are dealt to. */
  static int partitions(JavaSparkContext spark, Reading.State state) {
    return state == Reading.State.STREAM ? 1 : Math.max(1, 4 * spark.defaultParallelism());
  }

  /**
   * @param scoring sent to each executor once
   * @param progress told of documents scored
   * @return what the scoring made of each unit, in order
   */
  static <R> List<R> score(
      JavaSparkContext spark,
      ScoringUnits units,
      Scoring<R> scoring,
      Progress progress,
      int partitions) {
    List<Piece> pieces = Piece.of(units.count(), partitions);
    Broadcast<Work<R>> everywhere = spark.broadcast(new Work<>(units, scoring));
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

  /** All that executors need. */
  private record Work<R>(ScoringUnits units, Scoring<R> scoring) implements Serializable {

    List<R> score(Piece piece, Done done) {
      NativeThreads.one();
      Scoring.UnitScorer<R> scorer = scoring.start();
      List<R> results = new ArrayList<>();
      for (int unit = piece.from(); unit < piece.to(); unit++) {
        List<int[]> documents = units.read(unit);
        results.add(scorer.score(units.firstDocument(unit), documents));
        done.add(documents.size());
      }
      return results;
    }
  }
}
