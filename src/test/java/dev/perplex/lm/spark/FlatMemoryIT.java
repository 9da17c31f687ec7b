package dev.perplex.lm.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.cluster.LocalSpark;
import dev.perplex.lm.rounds.RoundModels;
import dev.perplex.lm.spark.WeighedTraining.Weight;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.ToLongFunction;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training takes as much memory late as early; {@code src/bench/lm-memory} is the long one. */
class FlatMemoryIT {
  private static final int MINIBATCHES = 1200;
  private static final int EVERY = 100;

  /** What may grow after the first third: the session counts its stages and keeps the last. */
  private static final long MOST = 3 << 20;

  /** A step's leak: 2 workers times 800 minibatches of it are 6.2 MiB. */
  private static final int LEAK = 4096;

  private static final ConcurrentLinkedQueue<Object> LEAKED = new ConcurrentLinkedQueue<>();

  private static JavaSparkContext spark;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    spark = LocalSpark.start();
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  @AfterEach
  void mend() {
    LEAKED.clear();
  }

  private static long growth(List<Weight> weights, ToLongFunction<Weight> of) {
    assertThat(weights).hasSize(MINIBATCHES / EVERY);
    int third = weights.size() / 3;
    return of.applyAsLong(weights.get(weights.size() - 1)) - of.applyAsLong(weights.get(third - 1));
  }

  @Test
  void heapAndBuffersAreFlat() {
    List<Weight> weights =
        WeighedTraining.train(spark, models -> models, folder, MINIBATCHES, EVERY);
    assertThat(growth(weights, Weight::heap)).as("%s", weights).isLessThan(MOST);
    assertThat(growth(weights, Weight::direct)).as("%s", weights).isLessThan(MOST);
  }

  @Test
  void aLeakInTheHeapIsSeen() {
    List<Weight> weights =
        WeighedTraining.train(spark, models -> leaking(models, false), folder, MINIBATCHES, EVERY);
    assertThat(growth(weights, Weight::heap)).as("%s", weights).isGreaterThan(MOST);
  }

  @Test
  void aLeakOutsideTheHeapIsSeen() {
    List<Weight> weights =
        WeighedTraining.train(spark, models -> leaking(models, true), folder, MINIBATCHES, EVERY);
    assertThat(growth(weights, Weight::direct)).as("%s", weights).isGreaterThan(MOST);
  }

  /** Models whose steps each keep some bytes for ever. */
  private static RoundModels leaking(RoundModels models, boolean direct) {
    return new WatchedModels(
        models, seed -> LEAKED.add(direct ? ByteBuffer.allocateDirect(LEAK) : new byte[LEAK]));
  }
}
