package dev.perplex.lm.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.lm.Ids;
import dev.perplex.lm.TrainSettings;
import dev.perplex.lm.Wire;
import dev.perplex.lm.fused.Tensor;
import dev.perplex.lm.rounds.RoundModel;
import dev.perplex.lm.rounds.RoundModels;
import dev.perplex.lm.spark.FusedTrainings.Told;
import dev.perplex.provenance.Seeds;
import dev.perplex.provenance.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The fused trainer on two executors that are processes of their own. */
@Timeout(180)
class FusedClusterIT {
  private static final Ids TEXT = FusedTrainings.text(200, FusedTrainings.WIDE);
  private static final RoundModels MODELS = FusedTrainings.models(FusedTrainings.WIDE);

  private static JavaSparkContext cluster;

  @TempDir Path folder;
  @TempDir static Path home;

  @BeforeAll
  static void start() {
    cluster = start(home, ""); // without the Vector API, which the driver's JVM has
  }

  static JavaSparkContext start(Path home, String executorOptions) {
    // Spark then starts executors from this class path, without a distribution's folder of jars.
    System.setProperty("spark.testing", "true");
    System.setProperty("spark.test.home", home.toString());
    return new JavaSparkContext(
        new SparkConf()
            .setMaster("local-cluster[2,1,1024]")
            .setAppName("fused")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.bindAddress", "127.0.0.1")
            .set("spark.driver.host", "127.0.0.1")
            .set("spark.executor.memory", "1g")
            .set("spark.executor.extraJavaOptions", executorOptions)
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

  private Told trainedTo(
      float[] expected, TrainSettings settings, RoundModels models, String name) {
    Told told = new Told();
    told.losses = models != MODELS;
    TrainedModel trained =
        FusedTrainings.train(
            cluster, settings, TEXT, models, folder.resolve(name), FusedTrainings.falling(), told);
    assertThat(FusedTrainings.values(trained.model())).isEqualTo(expected);
    return told;
  }

  @Test
  void executorsChangeNoBit() {
    for (int workers : new int[] {2, 3, 5}) { // five are merged part by part, by tasks
      TrainSettings settings = FusedTrainings.settings(workers, Wire.FP16);
      float[] expected = FusedTrainings.inOneThread(settings, TEXT, MODELS);
      Told told = trainedTo(expected, settings, MODELS, "workers-" + workers);
      assertThat(told.notes).hasSize(3); // the plan, memory, the cost of averaging: no loss
    }
  }

  @Test
  void anExecutorThatDiesInARoundChangesNoBit() {
    for (int workers : new int[] {2, 5}) {
      TrainSettings settings =
          FusedTrainerIT.withCheckpoints(FusedTrainings.settings(workers, Wire.FP32), 1000);
      float[] expected = FusedTrainings.inOneThread(settings, TEXT, MODELS);
      Path died = folder.resolve("died-" + workers);
      long seed = Seeds.of(settings.seed(), Stage.TRAIN, 7, 1); // in the fourth round
      trainedTo(expected, settings, new Deadly(MODELS, seed, died.toString()), "deadly-" + workers);
      // Whether it went back to a checkpoint depends on what the other executor held by chance.
      assertThat(died).exists();
    }
  }

  /** Models that end the JVM which first does a certain step. */
  private record Deadly(RoundModels models, long seed, String died) implements RoundModels {
    @Override
    public List<Tensor> start() {
      return models.start();
    }

    @Override
    public byte[] bytes(List<Tensor> parameters) {
      return models.bytes(parameters);
    }

    @Override
    public RoundModel create() {
      RoundModel model = models.create();
      return (RoundModel)
          Proxy.newProxyInstance(
              RoundModel.class.getClassLoader(),
              new Class<?>[] {RoundModel.class},
              (proxy, method, arguments) -> {
                if (method.getName().equals("step") && arguments[2].equals(seed)) {
                  dieOnce();
                }
                return method.invoke(model, arguments);
              });
    }

    private void dieOnce() {
      try {
        Files.createFile(Path.of(died));
        Runtime.getRuntime().halt(1);
      } catch (FileAlreadyExistsException e) {
        return; // once is enough
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
