package dev.perplex.lm.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.cluster.LocalCluster;
import dev.perplex.lm.Ids;
import dev.perplex.lm.TrainSettings;
import dev.perplex.lm.Wire;
import dev.perplex.lm.rounds.RoundModels;
import dev.perplex.lm.spark.FusedTrainings.Told;
import dev.perplex.provenance.Seeds;
import dev.perplex.provenance.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fused trainer on two executors that are processes of their own. */
@Timeout(180)
class FusedClusterIT {
  private static final Ids TEXT = FusedTrainings.text(200, FusedTrainings.WIDE);
  private static final RoundModels MODELS = FusedTrainings.models(FusedTrainings.WIDE);

  private static LocalCluster cluster;

  @TempDir Path folder;
  @TempDir static Path home;

  @BeforeAll
  static void start() {
    cluster = LocalCluster.start(home, 2, 2); // without the Vector API, which the driver's JVM has
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private Told trainedTo(
      float[] expected, TrainSettings settings, RoundModels models, String name) {
    Told told = new Told();
    told.losses = models != MODELS;
    TrainedModel trained =
        FusedTrainings.train(
            cluster.spark(),
            settings,
            TEXT,
            models,
            folder.resolve(name),
            FusedTrainings.falling(),
            told);
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

  @ParameterizedTest
  @CsvSource({"2, 0", "2, 1", "5, 1"})
  void anExecutorThatDiesInARoundChangesNoBit(int workers, int worker) {
    TrainSettings settings =
        FusedTrainerIT.withCheckpoints(FusedTrainings.settings(workers, Wire.FP32), 1000);
    float[] expected = FusedTrainings.inOneThread(settings, TEXT, MODELS);
    String name = "died-" + workers + "-" + worker;
    String died = folder.resolve(name).toString();
    long deadly = Seeds.of(settings.seed(), Stage.TRAIN, 7, worker); // in the fourth round
    WatchedModels models =
        new WatchedModels(
            MODELS,
            seed -> {
              if (seed == deadly) {
                dieOnce(died);
              }
            });
    trainedTo(expected, settings, models, name + "-training");
    // Whether it went back to a checkpoint depends on what the other executor held by chance.
    assertThat(Path.of(died)).exists();
  }

  /** Ends this JVM, unless one has ended here already. */
  private static void dieOnce(String died) {
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
