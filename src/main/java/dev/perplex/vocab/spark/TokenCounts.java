package dev.perplex.vocab.spark;

import dev.perplex.cluster.Progress;
import dev.perplex.cluster.Tasks;
import dev.perplex.store.Artefact;
import dev.perplex.store.PartFile;
import dev.perplex.store.TableReader;
import dev.perplex.store.Tables;
import dev.perplex.vocab.VocabSettings;
import dev.perplex.vocab.Vocabulary;
import dev.perplex.vocab.VocabularyCut;
import dev.perplex.vocab.WordCount;
import it.unimi.dsi.fastutil.objects.Object2LongOpenHashMap;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.LongAccumulator;
import scala.Tuple2;

/**
 * Counts words over the tokenized parts: combined in each task before anything is shuffled. The
 * driver receives the vocabulary and a few totals, never the counts of all types.
 */
public final class TokenCounts implements AutoCloseable {
  /** Types that a task holds before it hands its counts on; bounds its memory. */
  private static final int MOST_TYPES = 500_000;

  private static final String TRAIN = "train";

  private final JavaPairRDD<SplitWord, Long> counts;
  private final Map<String, Long> eosCounts = new TreeMap<>();

  /** A word in one split. */
  record SplitWord(String split, String word) implements java.io.Serializable {}

  private TokenCounts(JavaPairRDD<SplitWord, Long> counts) {
    this.counts = counts;
  }

  /** Counts all parts of all splits. Close it when the totals are taken. */
  public static TokenCounts of(JavaSparkContext spark, Artefact tokens, Progress progress) {
    List<PartFile> parts = tokens.files("", Tables.PARQUET);
    long total = parts.stream().mapToLong(part -> part.count("tokens")).sum();
    LongAccumulator done = spark.sc().longAccumulator("tokens counted");
    JavaPairRDD<SplitWord, Long> counts =
        spark
            .parallelize(parts, parts.size())
            .flatMapToPair(part -> new PartCounts(tokens, part, done))
            .reduceByKey(Long::sum)
            .persist(StorageLevel.MEMORY_AND_DISK_SER());
    TokenCounts result = new TokenCounts(counts);
    new Tasks(spark)
        .watched("vocab: count words", total, "tokens", progress, done, () -> result.countEos());
    return result;
  }

  private Object countEos() {
    counts
        .filter(entry -> entry._1().word().equals(Vocabulary.EOS))
        .collect()
        .forEach(entry -> eosCounts.put(entry._1().split(), entry._2()));
    return this;
  }

  /**
   * The most frequent words of the training split.
   *
   * @param trainTokens of the training split, {@code <eos>} included
   */
  public Vocabulary vocabulary(VocabSettings settings, long trainTokens) {
    int minCount = settings.minCount();
    var words =
        counts
            .filter(
                entry ->
                    entry._1().split().equals(TRAIN)
                        && entry._2() >= minCount
                        && !VocabularyCut.isSpecial(entry._1().word()))
            .map(entry -> new WordCount(entry._1().word(), entry._2()));
    int room = VocabularyCut.room(settings);
    List<WordCount> kept =
        room == Integer.MAX_VALUE
            ? words.collect()
            : words.takeOrdered(room, WordCount.FREQUENT_FIRST);
    return VocabularyCut.of(kept, eosCounts.getOrDefault(TRAIN, 0L), trainTokens);
  }

  /** Distinct words of each split, special ones left out. */
  public Map<String, Long> types() {
    Map<String, Long> types = new TreeMap<>();
    counts
        .filter(entry -> !VocabularyCut.isSpecial(entry._1().word()))
        .mapToPair(entry -> new Tuple2<>(entry._1().split(), 1L))
        .reduceByKey(Long::sum)
        .collect()
        .forEach(entry -> types.put(entry._1(), entry._2()));
    return types;
  }

  @Override
  public void close() {
    counts.unpersist(false);
  }

  /** The counts of one part, in pieces of bounded size. */
  private static final class PartCounts implements Iterator<Tuple2<SplitWord, Long>> {
    private final TableReader rows;
    private final String split;
    private final LongAccumulator done;
    private Iterator<Tuple2<SplitWord, Long>> piece = List.<Tuple2<SplitWord, Long>>of().iterator();

    PartCounts(Artefact tokens, PartFile part, LongAccumulator done) {
      this.rows = new TableReader(Tables.TOKENS, tokens, part);
      this.split = part.name().substring(0, part.name().indexOf('/'));
      this.done = done;
    }

    @Override
    public boolean hasNext() {
      while (!piece.hasNext() && rows.hasNext()) {
        piece = nextPiece();
      }
      if (!piece.hasNext()) {
        rows.close();
      }
      return piece.hasNext();
    }

    @Override
    public Tuple2<SplitWord, Long> next() {
      return piece.next();
    }

    private Iterator<Tuple2<SplitWord, Long>> nextPiece() {
      Object2LongOpenHashMap<String> local = new Object2LongOpenHashMap<>();
      while (rows.hasNext() && local.size() < MOST_TYPES) {
        List<?> tokens = (List<?>) rows.next()[1];
        for (Object token : tokens) {
          local.addTo((String) token, 1);
        }
        done.add(tokens.size());
      }
      List<Tuple2<SplitWord, Long>> out = new ArrayList<>(local.size());
      local
          .object2LongEntrySet()
          .forEach(
              entry ->
                  out.add(
                      new Tuple2<>(new SplitWord(split, entry.getKey()), entry.getLongValue())));
      return out.iterator();
    }
  }
}
