package dev.perplex.lm.spark;

import dev.perplex.cluster.Progress;
import dev.perplex.cluster.Tasks;
import dev.perplex.lm.CacheGrid;
import dev.perplex.lm.NativeThreads;
import dev.perplex.lm.Reading;
import dev.perplex.provenance.Fingerprint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import scala.Tuple2;

/**
 * Scores a split's documents on executors. What comes back is in document order and does not depend
 * on the number of partitions or executors, so sums that the driver makes of it do not either.
 * Where state is carried from document to document, one task reads them all.
 */
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
        spark, model, units, Scoring.of(reading, fold), progress, partitions(spark, reading));
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
        score(spark, model, units, Scoring.grid(reading), progress, partitions(spark, reading));
    return new Reading(reading.state(), CacheGrid.best(reading.cache(), losses), reading.dynamic());
  }

  private static int partitions(JavaSparkContext spark, Reading reading) {
    return reading.state() == Reading.State.STREAM
        ? 1
        : Math.max(1, 4 * spark.defaultParallelism());
  }

  static <R> List<R> score(
      JavaSparkContext spark,
      byte[] model,
      ScoringUnits units,
      Scoring<R> scoring,
      Progress progress,
      int partitions) {
    if (units.count() == 0) {
      return List.of();
    }
    Broadcast<byte[]> broadcast = spark.broadcast(model);
    LongAccumulator done = spark.sc().longAccumulator("documents scored");
    ScoreUnits<R> work =
        new ScoreUnits<>(broadcast, Fingerprint.sha256(model), units, scoring, done);
    try {
      List<Tuple2<Integer, List<R>>> scored =
          new ArrayList<>(
              new Tasks(spark)
                  .watched(
                      "score documents",
                      units.documents(),
                      "documents",
                      progress,
                      done,
                      () ->
                          spark
                              .parallelize(
                                  IntStream.range(0, units.count()).boxed().toList(),
                                  Math.min(partitions, units.count()))
                              .mapPartitions(work)
                              .collect()));
      scored.sort(Comparator.comparingInt(Tuple2::_1));
      List<R> all = new ArrayList<>();
      for (Tuple2<Integer, List<R>> unit : scored) {
        all.addAll(unit._2());
      }
      return all;
    } finally {
      broadcast.destroy();
    }
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

  /** Scores the units of a partition, one after the other, with one reader. */
  private static final class ScoreUnits<R>
      implements FlatMapFunction<Iterator<Integer>, Tuple2<Integer, List<R>>> {
    private static final long serialVersionUID = 1L;

    private final Broadcast<byte[]> model;
    private final String checksum;
    private final ScoringUnits units;
    private final Scoring<R> scoring;
    private final LongAccumulator done;

    ScoreUnits(
        Broadcast<byte[]> model,
        String checksum,
        ScoringUnits units,
        Scoring<R> scoring,
        LongAccumulator done) {
      this.model = model;
      this.checksum = checksum;
      this.units = units;
      this.scoring = scoring;
      this.done = done;
    }

    @Override
    public Iterator<Tuple2<Integer, List<R>>> call(Iterator<Integer> mine) {
      NativeThreads.one();
      Scoring.UnitScorer<R> scorer = scoring.start(ModelPool.of(checksum, model.value()));
      List<Tuple2<Integer, List<R>>> results = new ArrayList<>();
      while (mine.hasNext()) {
        int unit = mine.next();
        List<int[]> documents = units.read(unit);
        results.add(new Tuple2<>(unit, scorer.score(units.firstDocument(unit), documents)));
        done.add(documents.size());
      }
      return results.iterator();
    }
  }
}
