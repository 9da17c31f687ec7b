package dev.perplex.word2vec.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.cluster.ExecutorSize;
import dev.perplex.provenance.ExitCode;
import dev.perplex.provenance.PerplexException;
import dev.perplex.vocab.Vocabulary;
import dev.perplex.word2vec.Examples;
import dev.perplex.word2vec.RoundPlan;
import dev.perplex.word2vec.Word2vecSettings;
import dev.perplex.word2vec.WordLoss;
import dev.perplex.word2vec.WordModel;
import dev.perplex.word2vec.WorkerRound;
import java.util.Arrays;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

/** What a training says it takes, and what is said where there is less. */
class MemoryPlanTest {
  private static final long MB = 1L << 20;
  private static final long GB = 1L << 30;

  private static SparkConf cluster(int cores) {
    return new SparkConf(false)
        .set("spark.master", "spark://host:7077")
        .set("spark.executor.cores", "" + cores)
        .set("spark.executor.memory", "2g");
  }

  private static SparkConf local(String master) {
    return new SparkConf(false).set("spark.master", master);
  }

  private static MemoryPlan plan(
      int words, int dimension, int workers, int rounds, int threads, SparkConf conf) {
    return plan(words, dimension, workers, rounds, threads, 2, conf);
  }

  private static MemoryPlan plan(
      int words, int dimension, int workers, int rounds, int threads, int parts, SparkConf conf) {
    Word2vecSettings settings =
        new Word2vecSettings(
            WordModel.SKIP_GRAM,
            WordLoss.NEGATIVE_SAMPLING,
            dimension,
            3,
            5,
            0,
            0.025,
            1,
            workers,
            rounds,
            threads,
            1);
    long[] counts = new long[words];
    Arrays.fill(counts, 10);
    Vocabulary vocabulary = Examples.vocabulary(counts);
    RoundPlan rounded = RoundPlan.of(10L * words, settings);
    WorkerRound work = new WorkerRound(settings, rounded, vocabulary);
    return MemoryPlan.of(work, vocabulary, settings, parts, ExecutorSize.of(conf, 5));
  }

  /**
   * Ten words and two special ones: 24 rows of 16 floats. A row is 64 bytes and 24 of its array:
   * 88. Threads copy all rows. A row on the wire is 64 bytes and its number: 68. Of 100 tokens a
   * worker has 34, and 17 in a round: as ids twice 68 bytes.
   */
  @Test
  void smallNumbersByHand() {
    MemoryPlan plan = plan(10, 16, 3, 2, 2, cluster(4));
    assertThat(plan)
        .isEqualTo(
            new MemoryPlan(
                3, // workers, on four cores
                24 * 88,
                24 * 88 + 24 * 9,
                3 * (136 + 68 * 12 + 2 * 102400), // text, half of the rows, files of two parts
                12 * 150,
                2 * GB,
                false));
    assertThat(plan.needed()).isEqualTo(300 * MB + 2112 + 1800 + 3 * 2328 + 617256);
    plan.check();
    assertThat(plan)
        .hasToString(
            "300 MB of heap in each executor: parameters 1 MB, 3 workers' copies 1 MB, text and"
                + " messages 1 MB, words and Spark 300 MB");
  }

  /**
   * Here two reducers take more than the tasks before them. Each has 6,012 rows: all 40 workers'
   * changes of them (four bytes a number and four a row; every row is touched), three times the
   * part in the making (24 bytes a row more), and nine bytes for each row of both matrices.
   */
  @Test
  void whatManyWorkersSendIsSortedWhereItIsMerged() {
    MemoryPlan plan = plan(6010, 250, 40, 1, 2, cluster(4));
    long merged = 3 * 6012 * (1004 + 24) + 9 * 12024;
    assertThat(plan.messages()).isEqualTo(2 * (40 * 6012 * 1004 + merged));
    MemoryPlan small = plan(6010, 250, 4000, 1, 2, cluster(4));
    assertThat(small.messages())
        .as("Spark sorts on disk what is more than its share of the heap")
        .isEqualTo(2 * merged + (long) (0.6 * (2 * GB - 300 * MB)));
  }

  /** As above with five parts, four at once: a fifth of a row, 616.8 bytes, is no whole number. */
  @Test
  void aPartIsAShareOfAllRowsNotOfEach() {
    long merged = 3L * (1004 + 24) * 12024 / 5 + 9 * 12024;
    assertThat(plan(6010, 250, 40, 1, 2, 5, cluster(4)).messages())
        .isEqualTo(4 * merged + 4L * 40 * 1004 * 12024 / 5);
  }

  /** The text of src/bench/word2vec-large, words drawn by 1 / rank, each at least once. */
  @Test
  void aMillionWordsOf300ComponentsFitExecutorsOfSixGigabytes() {
    int words = 1_000_000;
    long tokens = 20_000_000;
    long lines = tokens / 25; // an <eos> each
    double harmonic = 0;
    for (int rank = 1; rank <= words; rank++) {
      harmonic += 1.0 / rank;
    }
    long[] counts = new long[words];
    for (int i = 0; i < words; i++) {
      counts[i] = 1 + Math.round((tokens - words) / harmonic / (i + 1));
    }
    Word2vecSettings settings =
        new Word2vecSettings(
            WordModel.SKIP_GRAM,
            WordLoss.NEGATIVE_SAMPLING,
            300,
            5,
            5,
            1e-4,
            0.025,
            1,
            2, // workers
            0, // rounds are chosen
            1,
            1);
    Vocabulary vocabulary = Examples.vocabulary(counts);
    WorkerRound work =
        new WorkerRound(settings, RoundPlan.of(tokens + lines, settings), vocabulary);
    SparkConf conf = cluster(1).set("spark.executor.memory", "6g");
    MemoryPlan plan = MemoryPlan.of(work, vocabulary, settings, 72, ExecutorSize.of(conf, 1));
    plan.check();
    // Of 2,000,004 rows 1.2 KB each; a round's 2.5 million tokens and noise words touch a part.
    assertThat(plan.shared() / 1e9).isBetween(2.4, 2.5);
    assertThat((double) plan.own() / plan.shared()).isBetween(0.67, 0.72);
    assertThat(plan.needed() / (double) GB).isBetween(4.4, 4.6);
  }

  @Test
  void coresThatNoOptionSaysAreGiven() {
    SparkConf unsaid = cluster(1).remove("spark.executor.cores");
    assertThat(plan(10, 16, 8, 2, 1, unsaid).cores()).isEqualTo(5);
    assertThat(plan(10, 16, 8, 2, 1, unsaid.set("spark.task.cpus", "2")).cores()).isEqualTo(2);
    assertThat(plan(10, 16, 8, 2, 1, local("local[6]").set("spark.task.cpus", "2")).cores())
        .isEqualTo(3);
  }

  @Test
  void coresAreThoseThatTrainAtOnce() {
    assertThat(plan(10, 16, 8, 2, 1, local("local[3]")).cores()).isEqualTo(3);
    assertThat(plan(10, 16, 8, 2, 1, local("local[3,4]")).cores()).isEqualTo(3);
    assertThat(plan(10, 16, 8, 2, 1, local("local")).cores()).isEqualTo(1);
    assertThat(plan(10, 16, 2, 2, 1, local("local[64]")).cores()).isEqualTo(2);
    assertThat(plan(10, 16, 1000, 2, 1, local("local[*]")).cores())
        .isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(plan(10, 16, 8, 2, 1, cluster(6).set("spark.task.cpus", "2")).cores()).isEqualTo(3);
    assertThat(plan(10, 16, 8, 2, 1, local("local-cluster[2,1,1024]")).local()).isFalse();
    assertThat(plan(10, 16, 8, 2, 1, local("local[2]")).heap())
        .isEqualTo(Runtime.getRuntime().maxMemory());
  }

  private static long needed(
      int words, int dimension, int workers, int rounds, int threads, int cores) {
    return plan(words, dimension, workers, rounds, threads, cluster(cores)).needed();
  }

  @Test
  void moreOfWhatTakesMemoryTakesMoreAndMoreRoundsTakeLess() {
    long usual = needed(2000, 32, 8, 4, 1, 4);
    assertThat(needed(4000, 32, 8, 4, 1, 4)).isGreaterThan(usual);
    assertThat(needed(2000, 64, 8, 4, 1, 4)).isGreaterThan(usual);
    assertThat(needed(2000, 32, 8, 4, 1, 8)).isGreaterThan(usual);
    assertThat(needed(2000, 32, 8, 4, 1, 16)).isEqualTo(needed(2000, 32, 8, 4, 1, 8));
    assertThat(needed(2000, 32, 8, 4, 2, 4)).as("threads copy every row").isGreaterThan(usual);
    assertThat(needed(2000, 32, 8, 400, 1, 4)).isLessThan(usual);
    assertThat(needed(2000, 32, 80, 40, 1, 4)).isLessThan(usual);
  }

  @Test
  void tooLittleIsRefusedWithTheWayOut() {
    // 300 MB + 3 GB + 100 MB + 2 * 1 GB + 1 GB = 6.39 GB, which is 0.9 of 7.1 GB
    MemoryPlan here = new MemoryPlan(2, 3 * GB, GB, GB, 100 * MB, 4 * GB, true);
    assertThatThrownBy(here::check)
        .isInstanceOf(PerplexException.class)
        .hasMessage(
            "SPARK_DRIVER_MEMORY = 4.0 GB is too small for word2vec, which takes 6.4 GB of heap in"
                + " this JVM: parameters 3.0 GB, 2 workers' copies 2.0 GB, text and messages 1.0"
                + " GB, words and Spark 400 MB. A tenth of the heap must stay free. Set"
                + " SPARK_DRIVER_MEMORY=8g, or word2vec.dimension or word2vec.workers lower, or"
                + " vocab.min-count higher.")
        .satisfies(e -> assertThat(((PerplexException) e).exitCode()).isEqualTo(ExitCode.USAGE));
    assertThatThrownBy(new MemoryPlan(1, 3 * GB, GB, GB, 100 * MB, 4 * GB, false)::check)
        .hasMessage(
            "spark.executor.memory = 4.0 GB is too small for word2vec, which takes 5.4 GB of heap"
                + " in each executor: parameters 3.0 GB, a worker's copy 1.0 GB, text and messages 1.0"
                + " GB, words and Spark 400 MB. A tenth of the heap must stay free. Set"
                + " spark.executor.memory=6g, or word2vec.dimension or spark.executor.cores lower,"
                + " or vocab.min-count higher.");
    new MemoryPlan(2, 3 * GB, GB, GB, 100 * MB, 8 * GB, true).check(); // what was proposed
    new MemoryPlan(1, 3 * GB, GB, GB, 100 * MB, 6 * GB, false).check();
  }
}
