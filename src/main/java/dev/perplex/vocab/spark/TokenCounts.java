package dev.perplex.vocab.spark;

import dev.perplex.cluster.Progress;
import dev.perplex.cluster.Shuffles;
import dev.perplex.cluster.Tasks;
import dev.perplex.store.Artefact;
import dev.perplex.store.PartFile;
import dev.perplex.store.TableReader;
import dev.perplex.store.Tables;
import dev.perplex.store.TextNumbers;
import dev.perplex.store.Texts;
import dev.perplex.vocab.VocabSettings;
import dev.perplex.vocab.Vocabulary;
import dev.perplex.vocab.VocabularyCut;
import dev.perplex.vocab.WordCount;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.LongAccumulator;
import scala.Tuple2;

/**
 * Counts words over the tokenized parts: combined in each task before anything is shuffled. The
 * driver receives the most frequent words of each partition, and a few totals.
 */
public final class TokenCounts implements AutoCloseable {
  private static final String TRAIN = "train";

  /** Tokens whose counts one partition adds up. */
  private static final long TOGETHER = 1_000_000;

  private final JavaPairRDD<String, Long> counts; // by SPLIT/WORD: Java writes strings fastest
  private final Map<String, Long> types = new TreeMap<>();

  private TokenCounts(JavaPairRDD<String, Long> counts) {
    this.counts = counts;
  }

  private static String key(String split, String word) {
    return split + '/' + word;
  }

  private static String split(String key) {
    return key.substring(0, key.indexOf('/'));
  }

  private static String word(String key) {
    return key.substring(key.indexOf('/') + 1);
  }

  /** Counts all parts of all splits. Close it when the totals are taken. */
  public static TokenCounts of(JavaSparkContext spark, Artefact tokens, Progress progress) {
    List<PartFile> parts = tokens.files("", Tables.PARQUET);
    long total = parts.stream().mapToLong(part -> part.count("tokens")).sum();
    LongAccumulator done = spark.sc().longAccumulator("tokens counted");
    JavaPairRDD<String, Long> counts =
        spark
            .parallelize(parts, parts.size())
            .flatMapToPair(part -> new PartCounts(tokens, part, done))
            .reduceByKey(Long::sum, Shuffles.partitions(spark, parts.size(), total, TOGETHER))
            .persist(StorageLevel.MEMORY_AND_DISK());
    TokenCounts result = new TokenCounts(counts);
    new Tasks(spark)
        .watched("vocab: count words", total, "tokens", progress, done, result::countTypes);
    return result;
  }

  private TokenCounts countTypes() {
    counts
        .filter(entry -> !VocabularyCut.isSpecial(word(entry._1())))
        .mapToPair(entry -> new Tuple2<>(split(entry._1()), 1L))
        .reduceByKeyLocally(Long::sum)
        .forEach(types::put);
    return this;
  }

  /**
   * The most frequent words of the training split.
   *
   * @param trainTokens of the training split, {@code <eos>} included
   * @param trainEos how many of them are {@code <eos>}
   */
  public Vocabulary vocabulary(VocabSettings settings, long trainTokens, long trainEos) {
    int minCount = settings.minCount();
    String train = key(TRAIN, "");
    var words =
        counts
            .filter(entry -> entry._2() >= minCount && entry._1().startsWith(train))
            .map(entry -> new WordCount(word(entry._1()), entry._2()))
            .filter(entry -> !VocabularyCut.isSpecial(entry.word()));
    int room = VocabularyCut.room(settings);
    List<WordCount> kept =
        room == Integer.MAX_VALUE
            ? words.collect()
            : words.takeOrdered(room, WordCount.FREQUENT_FIRST);
    return VocabularyCut.of(kept, trainEos, trainTokens);
  }

  /** Distinct words of each split, special ones left out. */
  public Map<String, Long> types() {
    return Map.copyOf(types);
  }

  @Override
  public void close() {
    counts.unpersist(false);
  }

  /** The counts of one part, in pieces of bounded size. */
  private static final class PartCounts implements Iterator<Tuple2<String, Long>> {
    private final TableReader rows;
    private final String split;
    private final LongAccumulator done;
    private Texts tokens; // of the next row to count; null at the end
    private Iterator<Tuple2<String, Long>> piece = Collections.emptyIterator();

    PartCounts(Artefact artefact, PartFile part, LongAccumulator done) {
      this.rows = new TableReader(Tables.TOKENS_ALONE, artefact, part);
      this.split = part.name().substring(0, part.name().indexOf('/'));
      this.done = done;
      advance();
    }

    @Override
    public boolean hasNext() {
      while (!piece.hasNext() && tokens != null) {
        piece = nextPiece();
      }
      if (!piece.hasNext()) {
        rows.close();
      }
      return piece.hasNext();
    }

    @Override
    public Tuple2<String, Long> next() {
      return piece.next();
    }

    private void advance() {
      tokens = rows.hasNext() ? (Texts) rows.next()[0] : null;
    }

    /** The reader bounds how many words it numbers; a piece ends where it numbers them anew. */
    private Iterator<Tuple2<String, Long>> nextPiece() {
      TextNumbers numbering = tokens.numbering();
      long[] counted = new long[1 << 12]; // by number
      while (tokens != null && tokens.numbering() == numbering) {
        if (numbering.size() > counted.length) {
          counted = Arrays.copyOf(counted, Math.max(numbering.size(), 2 * counted.length));
        }
        for (int i = 0; i < tokens.size(); i++) {
          counted[tokens.number(i)]++;
        }
        done.add(tokens.size());
        advance();
      }
      long[] counts = counted;
      // The reader may have numbered words of the row after, which then count 0 here.
      return IntStream.range(0, numbering.size())
          .filter(number -> counts[number] > 0)
          .mapToObj(number -> new Tuple2<>(key(split, numbering.text(number)), counts[number]))
          .iterator();
    }
  }
}
