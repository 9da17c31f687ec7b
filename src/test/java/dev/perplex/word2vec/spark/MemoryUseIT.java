package dev.perplex.word2vec.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.vocab.Vocabulary;
import dev.perplex.word2vec.ArrayIds;
import dev.perplex.word2vec.Examples;
import dev.perplex.word2vec.Word2vecSettings;
import dev.perplex.word2vec.WordLoss;
import dev.perplex.word2vec.WordModel;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a training holds of the heap, beside what it says it takes. */
class MemoryUseIT {
  private static final int WORDS = 60_000;
  private static final int TIMES = 10; // each word

  @TempDir Path folder;

  /**
   * 60,000 words of 128 components make 120,004 rows, 62 MB. In a round each of two workers touches
   * some six of ten; over eight rounds it touches all, which it must not keep.
   */
  @Test
  void rowsHeldFromRoundToRoundAreThoseOfThePlan() {
    long[] counts = new long[WORDS];
    Arrays.fill(counts, TIMES);
    Vocabulary vocabulary = Examples.vocabulary(counts);
    ArrayIds ids = new ArrayIds(shuffled());
    Word2vecSettings settings =
        new Word2vecSettings(
            WordModel.SKIP_GRAM, WordLoss.NEGATIVE_SAMPLING, 128, 3, 5, 0, 0.025, 1, 2, 8, 1, 1);
    JavaSparkContext spark = Trainings.spark("local[2]");
    try {
      long before = heapAfterCollection();
      Weighing told = new Weighing();
      new Word2vecTraining(spark, settings, Trainings.location(folder))
          .train(ids, new ArrayIds(), vocabulary, null, told);
      assertThat(told.heaps).hasSize(8);
      long held = told.heaps.stream().mapToLong(heap -> heap - before).max().orElseThrow();
      assertThat(told.plan.cores()).isEqualTo(2);
      assertThat((double) held / told.plan.held()).as("%s", told.plan).isBetween(0.85, 1.15);
    } finally {
      spark.stop();
    }
  }

  private static int[] shuffled() {
    int[] ids = new int[WORDS * TIMES];
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < ids.length; i++) {
      int other = random.nextInt(i + 1);
      ids[i] = ids[other];
      ids[other] = 2 + i / TIMES;
    }
    return ids;
  }

  private static long heapAfterCollection() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** Weighs the heap between rounds, when no task runs. */
  private static final class Weighing implements TrainingListener {
    private final List<Long> heaps = new ArrayList<>();
    private MemoryPlan plan;

    @Override
    public void memory(MemoryPlan said) {
      plan = said;
    }

    @Override
    public void round(RoundPoint point) {
      heaps.add(heapAfterCollection());
    }
  }
}
