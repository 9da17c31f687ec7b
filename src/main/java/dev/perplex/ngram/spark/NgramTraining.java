package dev.perplex.ngram.spark;

import dev.perplex.cluster.Progress;
import dev.perplex.cluster.Tasks;
import dev.perplex.ngram.CountsOfCounts;
import dev.perplex.ngram.Estimation;
import dev.perplex.ngram.NgramSettings;
import dev.perplex.ngram.ShardRanges;
import dev.perplex.ngram.UnigramFile;
import dev.perplex.provenance.PerplexException;
import dev.perplex.store.PartFile;
import dev.perplex.store.Parts;
import dev.perplex.vocab.IdStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.LongAccumulator;

/**
 * Estimates an n-gram model. Tasks count windows of text and send each to the shard of its nearest
 * context word; a shard adjusts its counts, tells the driver its counts of counts, and, when the
 * driver has made discounts and word probabilities of those, writes its part of the model. Counts
 * of n-grams stay on executors, and the files are the same whatever the number of tasks.
 */
public final class NgramTraining {
  private static final long PIECE = 1 << 18; // ids a task counts, about ...
  private static final long PIECES = 2000; // ... unless there would be more tasks than this

  private final JavaSparkContext spark;
  private final NgramSettings settings;
  private final Progress progress;

  public NgramTraining(JavaSparkContext spark, NgramSettings settings, Progress progress) {
    this.spark = spark;
    this.settings = settings;
    this.progress = progress;
  }

  /**
   * What came of it.
   *
   * @param files of the model
   */
  public record Trained(List<PartFile> files, Estimation estimation) {}

  /**
   * @param ids of the training split
   * @param counts [vocabulary] of the words in it
   * @throws PerplexException (data refused) where there are none
   */
  public Trained train(IdStream ids, long[] counts, Parts place) {
    return train(ids, counts, place, ShardRanges.of(counts), pieces(ids.size()));
  }

  /** Tasks that count the windows of so many ids. */
  public static int pieces(long size) {
    return Math.toIntExact(Math.min(PIECES, (size + PIECE - 1) / PIECE));
  }

  Trained train(IdStream ids, long[] counts, Parts place, ShardRanges ranges, int pieces) {
    if (ids.size() == 0) {
      throw PerplexException.dataRefused(
          "The training split is empty: an n-gram model needs words to count. Give more text, or"
              + " another split rule.");
    }
    if (settings.order() == 1) {
      CountsOfCounts none = new CountsOfCounts(1);
      Estimation estimation = Estimation.of(settings, none, counts);
      return new Trained(List.of(unigrams(estimation, place)), estimation);
    }
    LongAccumulator done = spark.sc().longAccumulator("windows counted");
    JavaRDD<ShardCounts> shards =
        spark
            .parallelize(IntStream.range(0, pieces).boxed().toList(), pieces)
            .mapPartitionsToPair(new CountWindows(ids, pieces, settings.order(), ranges, done))
            .partitionBy(new ShardPartitioner(ranges.shards()))
            .mapPartitions(new AdjustCounts(settings, counts.length))
            .persist(StorageLevel.DISK_ONLY());
    try {
      Totals totals =
          new Tasks(spark)
              .watched(
                  "ngram: count windows",
                  ids.size(),
                  "tokens",
                  progress,
                  done,
                  () ->
                      shards
                          .map(ShardCounts::totals)
                          .treeReduce(Totals::plus, SumTree.depth(counts.length)));
      Estimation estimation =
          Estimation.of(
              settings,
              totals.countsOfCounts(),
              settings.smoothing().countsContinuations() ? totals.contexts(counts.length) : counts);
      List<PartFile> files = new ArrayList<>();
      files.add(unigrams(estimation, place));
      files.addAll(written(shards, estimation, ranges, place));
      return new Trained(files, estimation);
    } finally {
      shards.unpersist(false);
    }
  }

  private static PartFile unigrams(Estimation estimation, Parts place) {
    byte[] bytes = UnigramFile.bytes(estimation);
    return place.file(
        StoredNgram.UNIGRAMS, bytes, Map.of("ngrams.1", (long) estimation.vocabulary()));
  }

  private List<PartFile> written(
      JavaRDD<ShardCounts> shards, Estimation estimation, ShardRanges ranges, Parts place) {
    LongAccumulator done = spark.sc().longAccumulator("shards written");
    Broadcast<Estimation> shared = spark.broadcast(estimation);
    try {
      return new Tasks(spark)
              .watched(
                  "ngram: write shards",
                  ranges.shards(),
                  "shards",
                  progress,
                  done,
                  () -> shards.map(new WriteShard(shared, ranges, place, done)).collect())
              .stream()
              .sorted(Comparator.comparing(PartFile::name))
              .toList();
    } finally {
      shared.destroy();
    }
  }
}
