package dev.perplex.text.spark;

import dev.perplex.cluster.JobName;
import dev.perplex.cluster.Progress;
import dev.perplex.cluster.Shuffles;
import dev.perplex.cluster.Tasks;
import dev.perplex.store.Artefact;
import dev.perplex.store.PartFile;
import dev.perplex.store.Tables;
import dev.perplex.text.PairCounts.Count;
import dev.perplex.text.Phrase;
import dev.perplex.text.PhraseScore;
import dev.perplex.text.PhraseSettings;
import dev.perplex.text.Phrases;
import dev.perplex.text.Split;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.HashPartitioner;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.LongAccumulator;
import scala.Tuple2;

/**
 * Learns phrases from the tokens of the training split, pass after pass. A pass reads the tokens
 * that were cut once, joins the phrases of the passes before, counts words and pairs in each task,
 * adds the counts up, and brings to each pair the counts of its two words. Counts stay on the
 * executors; the driver receives the number of words and the accepted pairs. Every step adds whole
 * numbers or sorts, so parts, tasks and executors change nothing.
 */
public final class LearnPhrases {
  /** Not again before the shuffle: a part's counts are sums already, and most pairs are rare. */
  private static final boolean COMBINE = false;

  /** Tokens whose counts and pairs' counts one partition adds up. */
  private static final long TOGETHER = 500_000;

  private final JavaSparkContext spark;
  private final PhraseSettings settings;
  private final List<PartFile> parts;
  private final Artefact words;
  private final Progress progress;

  /**
   * @param words tokens, as an artefact of {@code tokenize}
   */
  public LearnPhrases(
      JavaSparkContext spark, Artefact words, PhraseSettings settings, Progress progress) {
    this.spark = spark;
    this.words = words;
    this.settings = settings;
    this.progress = progress;
    this.parts = words.files(Split.TRAIN.label() + "/", Tables.PARQUET);
  }

  /**
   * All passes, or fewer where a further one can change nothing.
   *
   * @param listener told of each pass when it is done
   */
  public LearnedPhrases run(Consumer<LearnedPhrases> listener) {
    LearnedPhrases learned = new LearnedPhrases(Phrases.none(settings.joiner()), List.of());
    for (int pass = 1; pass <= settings.passes(); pass++) {
      learned = plus(learned, pass);
      listener.accept(learned);
      boolean same =
          learned.passes().get(pass - 1).kept().isEmpty()
              && settings.threshold(pass + 1) >= settings.threshold(pass);
      if (same || learned.phrases().size() >= settings.maxPhrases()) {
        break;
      }
    }
    return learned;
  }

  private LearnedPhrases plus(LearnedPhrases before, int pass) {
    Broadcast<Phrases> phrases = spark.broadcast(before.phrases());
    JavaPairRDD<String, Long> counts = counts(phrases);
    try {
      int room = settings.maxPhrases() - before.phrases().size();
      LearnedPhrases.Pass made = pass(counts, pass, room);
      List<LearnedPhrases.Pass> passes = new ArrayList<>(before.passes());
      passes.add(made);
      return new LearnedPhrases(before.phrases().plus(made.kept()), List.copyOf(passes));
    } finally {
      counts.unpersist(false);
      phrases.destroy();
    }
  }

  /** Of words and pairs that stand often enough, and of all running words. */
  private JavaPairRDD<String, Long> counts(Broadcast<Phrases> phrases) {
    LongAccumulator done = spark.sc().longAccumulator("tokens counted");
    int minCount = settings.minCount();
    long tokens = parts.stream().mapToLong(part -> part.count("tokens")).sum();
    Partitioner partitioner =
        new HashPartitioner(Shuffles.partitions(spark, parts.size(), tokens, TOGETHER));
    Artefact artefact = words; // not this object, which cannot travel
    JavaPairRDD<String, Long> counts =
        spark
            .parallelize(parts, parts.size())
            .flatMapToPair(part -> new PartPairs(artefact, part, phrases.value(), done))
            .combineByKey(each -> each, Long::sum, Long::sum, partitioner, COMBINE, null)
            .filter(each -> each._2() >= minCount || each._1().equals(Count.ALL))
            .persist(StorageLevel.MEMORY_AND_DISK());
    new Tasks(spark)
        .watched("tokenize: count pairs", tokens, "tokens", progress, done, counts::count);
    return counts;
  }

  private LearnedPhrases.Pass pass(JavaPairRDD<String, Long> counts, int pass, int room) {
    long running = counts.lookup(Count.ALL).stream().mapToLong(Long::longValue).sum();
    double threshold = settings.threshold(pass);
    JavaRDD<Phrase> above =
        scored(counts, running)
            .filter(phrase -> phrase.score() > threshold)
            .persist(StorageLevel.MEMORY_AND_DISK());
    try (JobName name = new JobName(spark)) {
      name.say("tokenize: score pairs");
      long count = above.count();
      List<Phrase> kept =
          new ArrayList<>(
              count <= room ? above.collect() : above.takeOrdered(room, Phrase.BEST_FIRST));
      kept.sort(Phrase.BEST_FIRST);
      return new LearnedPhrases.Pass(threshold, running, count, List.copyOf(kept));
    } finally {
      above.unpersist(false);
    }
  }

  private record Right(String word, long pair) implements Serializable {}

  private record Left(String word, long pair, long count) implements Serializable {}

  private JavaRDD<Phrase> scored(JavaPairRDD<String, Long> counts, long running) {
    PhraseScore score = settings.score();
    int discount = settings.minCount();
    JavaPairRDD<String, Long> single = counts.filter(each -> !Count.isPair(each._1()));
    return counts
        .filter(each -> Count.isPair(each._1()))
        .mapToPair(
            each ->
                new Tuple2<>(Count.left(each._1()), new Right(Count.right(each._1()), each._2())))
        .join(single)
        .mapToPair(
            each -> {
              Right right = each._2()._1();
              return new Tuple2<>(right.word(), new Left(each._1(), right.pair(), each._2()._2()));
            })
        .join(single)
        .map(
            each -> {
              Left left = each._2()._1();
              double value = score.of(left.pair(), left.count(), each._2()._2(), running, discount);
              return new Phrase(left.word(), each._1(), left.pair(), value);
            });
  }
}
