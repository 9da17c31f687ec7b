package dev.perplex.word2vec.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.cluster.ExecutorSize;
import dev.perplex.vocab.Vocabulary;
import dev.perplex.word2vec.ArrayIds;
import dev.perplex.word2vec.Examples;
import dev.perplex.word2vec.LocalRounds;
import dev.perplex.word2vec.RoundPlan;
import dev.perplex.word2vec.TwoTopics;
import dev.perplex.word2vec.Word2vecSettings;
import dev.perplex.word2vec.spark.Trainings.Told;
import dev.perplex.word2vec.spark.Trainings.Trained;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two executors that are processes of their own. They run without the Vector API, so the plain
 * loops have to give the bits that the driver's JVM gets from vectors.
 */
@Timeout(180)
class LocalClusterIT {
  private static final int[] IDS = TwoTopics.ids(200);
  private static final Vocabulary WIDE = Trainings.wide(IDS, 40_000); // 3 parts
  private static final Word2vecSettings SETTINGS = Examples.settings(2, 3, 3);

  private static JavaSparkContext cluster;

  @TempDir Path folder;

  @TempDir static Path home;

  @BeforeAll
  static void start() {
    // Spark then starts executors from this class path, without a distribution's folder of jars.
    System.setProperty("spark.testing", "true");
    System.setProperty("spark.test.home", home.toString());
    cluster =
        new JavaSparkContext(
            Trainings.conf("local-cluster[2,2,1024]")
                .set("spark.executor.memory", "1g")
                .set("spark.executorEnv.SPARK_TESTING", "1")
                .set("spark.executorEnv.SPARK_SCALA_VERSION", "2.12")
                .set("spark.executor.extraClassPath", System.getProperty("java.class.path")));
  }

  @AfterAll
  static void stop() {
    cluster.stop();
    System.clearProperty("spark.testing");
    System.clearProperty("spark.test.home");
  }

  /** As in standalone mode, an executor has all cores of its worker where no option says it. */
  @Test
  void coresOfExecutorsAreSeenWhereNoOptionSaysThem() {
    assertThat(ExecutorSize.of(cluster)).isEqualTo(new ExecutorSize(2, 1L << 30, false));
  }

  @Test
  void executorsAndCoresChangeNoBit() {
    Trained two = train(cluster, new ArrayIds(IDS), folder.resolve("cluster"));
    LocalRounds thread = LocalRounds.train(SETTINGS, new ArrayIds(IDS), WIDE);
    assertThat(two.inputs()).isEqualTo(thread.inputs());
    assertThat(two.outputs()).isEqualTo(thread.outputs());
    assertThat(two.curve()).hasSize(6);
  }

  @Test
  void anExecutorThatDiesInARoundChangesNoBit() {
    RoundPlan plan = RoundPlan.of(IDS.length, SETTINGS);
    Path died = folder.resolve("died");
    Trained hurt =
        train(cluster, new Deadly(plan.start(2, 1), died.toString()), folder.resolve("cluster"));
    assertThat(died).exists();
    LocalRounds thread = LocalRounds.train(SETTINGS, new ArrayIds(IDS), WIDE);
    assertThat(hurt.inputs()).isEqualTo(thread.inputs());
    assertThat(hurt.outputs()).isEqualTo(thread.outputs());
    assertThat(hurt.curve().get(5).tokens()).isEqualTo(2L * IDS.length);
  }

  private static Trained train(JavaSparkContext spark, ArrayIds ids, Path rounds) {
    return Trained.of(Trainings.train(spark, SETTINGS, ids, WIDE, rounds, new Told()));
  }

  /** Ids that end the JVM which first reads from a place. */
  private static final class Deadly extends ArrayIds {
    private static final long serialVersionUID = 1L;

    private final long place;
    private final String died;

    Deadly(long place, String died) {
      super(IDS);
      this.place = place;
      this.died = died;
    }

    @Override
    public int[] read(long from, int length) {
      if (from == place) {
        try {
          Files.createFile(Path.of(died));
          Runtime.getRuntime().halt(1);
        } catch (FileAlreadyExistsException e) {
          return super.read(from, length); // once is enough
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      return super.read(from, length);
    }
  }
}
