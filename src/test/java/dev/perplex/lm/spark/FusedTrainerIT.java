package dev.perplex.lm.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.cluster.LocalSpark;
import dev.perplex.lm.Ids;
import dev.perplex.lm.OptimizerSettings;
import dev.perplex.lm.TrainSettings;
import dev.perplex.lm.Wire;
import dev.perplex.lm.rounds.BigramModel;
import dev.perplex.lm.rounds.RoundModels;
import dev.perplex.lm.spark.FusedTrainings.Told;
import dev.perplex.lm.spark.FusedTrainings.Trained;
import dev.perplex.provenance.PerplexException;
import dev.perplex.provenance.Seeds;
import dev.perplex.provenance.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fused trainer in one JVM of two cores, with a model that is tiny and has all that counts. */
class FusedTrainerIT {
  private static final int SMALL = 40;
  private static final Ids TEXT = FusedTrainings.text(400, SMALL);
  private static final RoundModels MODELS = FusedTrainings.models(SMALL);

  private static JavaSparkContext spark;

  @TempDir Path rounds;

  @BeforeAll
  static void start() {
    spark = LocalSpark.start();
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  private static TrainedModel train(TrainSettings settings, Path rounds, Told told) {
    return FusedTrainings.train(
        spark, settings, TEXT, MODELS, rounds, FusedTrainings.ofValues(), told);
  }

  @Test
  void anyNumberOfWorkersGivesTheBitsOfOneThread() {
    for (int workers : new int[] {1, 2, 3, 8}) {
      for (Wire wire : Wire.values()) {
        TrainSettings settings = FusedTrainings.settings(workers, wire);
        TrainedModel trained =
            FusedTrainings.train(
                spark,
                settings,
                TEXT,
                MODELS,
                rounds.resolve(workers + "-" + wire),
                FusedTrainings.falling(),
                new Told());
        assertThat(FusedTrainings.values(trained.model()))
            .as(workers + " workers, " + wire)
            .isEqualTo(FusedTrainings.inOneThread(settings, TEXT, MODELS));
        assertThat(trained.best()).isEqualTo(trained.curve().size() - 1);
      }
    }
  }

  @Test
  void severalPartsGiveTheBitsOfOneThread() {
    TrainSettings settings = FusedTrainings.settings(3, Wire.FP32);
    Ids text = FusedTrainings.text(130, FusedTrainings.WIDE);
    RoundModels wide = FusedTrainings.models(FusedTrainings.WIDE);
    Told told = new Told();
    TrainedModel trained =
        FusedTrainings.train(spark, settings, text, wide, rounds, FusedTrainings.falling(), told);
    assertThat(FusedTrainings.values(trained.model()))
        .isEqualTo(FusedTrainings.inOneThread(settings, text, wide));
    assertThat(told.notes.get(0))
        .isEqualTo("rounds of 2 minibatches, outer rate 1.0, momentum 0.5, 2 parts");
    assertThat(told.notes.get(1))
        .startsWith("memory of this JVM, about: 7 MiB, 9 MiB for each of ");
    assertThat(told.rounds).isSorted().endsWith(2L * 126);
  }

  @Test
  void aTrainingWhoseDriverDiedGoesOnToTheSameBits() {
    TrainSettings settings = FusedTrainings.settings(2, Wire.FP16);
    Told whole = new Told();
    Trained expected = Trained.of(train(settings, rounds.resolve("whole"), whole));
    for (int most : new int[] {0, 1, 3, 11}) {
      Path place = rounds.resolve("after-" + most);
      assertThatThrownBy(() -> train(settings, place, new Told(most)))
          .hasMessage("stopped by the test");
      assertThatThrownBy(() -> train(settings, place, new Told(2)))
          .hasMessage("stopped by the test");
      Told again = new Told();
      assertThat(Trained.of(train(settings, place, again))).isEqualTo(expected);
      assertThat(again.rounds).hasSize(whole.rounds.size() - most - 2);
      assertThat(again.notes.get(0)).startsWith("going on after round " + (most + 2) + " (");
    }
    Told done = new Told();
    assertThat(Trained.of(train(settings, rounds.resolve("whole"), done))).isEqualTo(expected);
    assertThat(done.rounds).isEmpty();
  }

  @Test
  void rarerCheckpointsGiveTheSameBits() {
    TrainSettings each = FusedTrainings.settings(2, Wire.FP32);
    Trained expected = Trained.of(train(each, rounds.resolve("each"), new Told()));
    TrainSettings rare = withCheckpoints(each, 1000);
    Path place = rounds.resolve("rare");
    assertThatThrownBy(() -> train(rare, place, new Told(7))).hasMessage("stopped by the test");
    Told again = new Told();
    assertThat(Trained.of(train(rare, place, again))).isEqualTo(expected);
    assertThat(again.notes.get(0)).startsWith("going on after round 6 ("); // a segment's end
  }

  static TrainSettings withCheckpoints(TrainSettings from, int seconds) {
    return new TrainSettings(
        from.engine(),
        from.workers(),
        from.batch(),
        from.bptt(),
        from.randomLengths(),
        from.state(),
        from.epochs(),
        from.maxTokens(),
        from.segmentTokens(),
        from.roundMinibatches(),
        from.outer(),
        from.wire(),
        seconds,
        from.rate(),
        from.clip(),
        from.optimizer(),
        from.schedule(),
        from.regularization(),
        from.patience(),
        from.validationTokens(),
        from.seed());
  }

  @Test
  void aDamagedCheckpointIsLeftForTheOneBefore() throws IOException {
    TrainSettings settings = FusedTrainings.settings(2, Wire.FP32);
    Trained expected = Trained.of(train(settings, rounds.resolve("whole"), new Told()));
    Path place = rounds.resolve("damaged");
    assertThatThrownBy(() -> train(settings, place, new Told(5))).hasMessage("stopped by the test");
    try (Stream<Path> files = Files.list(place.resolve("round-000005"))) {
      for (Path part :
          files.filter(file -> file.getFileName().toString().startsWith("part")).toList()) {
        byte[] bytes = Files.readAllBytes(part);
        bytes[bytes.length / 2] ^= 1;
        Files.write(part, bytes);
      }
    }
    try (Stream<Path> files = Files.list(place.resolve("round-000005"))) {
      for (Path sum : files.filter(file -> file.toString().endsWith(".crc")).toList()) {
        Files.delete(sum); // the file system's own, which would see it first
      }
    }
    Told told = new Told();
    assertThat(Trained.of(train(settings, place, told))).isEqualTo(expected);
    assertThat(told.notes.get(0)).endsWith("state-00000005.json is damaged and left");
    assertThat(told.notes.get(1)).startsWith("going on after round 4 (");
  }

  @Test
  void anotherNumberOfWorkersGoesOn() {
    Path place = rounds.resolve("changed");
    int most = 7;
    assertThatThrownBy(() -> train(FusedTrainings.settings(2, Wire.FP32), place, new Told(most)))
        .hasMessage("stopped by the test");
    for (int workers : new int[] {4, 1}) {
      Told told = new Told(2);
      assertThatThrownBy(() -> train(FusedTrainings.settings(workers, Wire.FP32), place, told))
          .hasMessage("stopped by the test");
      assertThat(told.notes).anyMatch(note -> note.contains("workers go on where"));
    }
    Told told = new Told();
    TrainedModel trained = train(FusedTrainings.settings(3, Wire.FP16), place, told);
    assertThat(trained.curve().get(trained.curve().size() - 1).epoch()).isEqualTo(2);
    assertThat(told.notes.get(1))
        .isEqualTo(
            "3 workers go on where 1 were: recurrent states start afresh, what optimizers remember"
                + " is dealt to the new workers, and lanes are cut anew");
  }

  @Test
  void aCheckpointOfAnotherModelIsRefused() {
    assertThatThrownBy(() -> train(FusedTrainings.settings(1, Wire.FP32), rounds, new Told(2)));
    assertThatThrownBy(
            () ->
                FusedTrainings.train(
                    spark,
                    FusedTrainings.settings(1, Wire.FP32),
                    TEXT,
                    FusedTrainings.models(SMALL + 1),
                    rounds,
                    FusedTrainings.ofValues(),
                    new Told()))
        .isInstanceOf(PerplexException.class)
        .hasMessageContaining("is of a model with [table [40, 40]")
        .hasMessageContaining("Train anew with --force, or set train.model.* back.");
  }

  private static RoundModels poisoned(int workers, long minibatch) {
    long[] seeds = new long[workers];
    for (int worker = 0; worker < workers; worker++) {
      seeds[worker] = Seeds.of(7, Stage.TRAIN, minibatch, worker);
    }
    return new BigramModel.Models(SMALL, 2, Set.of(seeds[0]));
  }

  @Test
  void aWorkerThatRunsAwayIsLeftOutAndTheLogSaysSo() {
    TrainSettings settings = FusedTrainings.settings(3, Wire.FP32);
    RoundModels models = poisoned(3, 5);
    Told told = new Told();
    TrainedModel trained =
        FusedTrainings.train(spark, settings, TEXT, models, rounds, FusedTrainings.falling(), told);
    assertThat(told.notes.get(2)).startsWith("round 3: worker 0 is left out and starts afresh");
    assertThat(told.notes.get(3)).startsWith("averaging took ");
    assertThat(told.notes).hasSize(4);
    assertThat(FusedTrainings.values(trained.model()))
        .doesNotContain(Float.NaN)
        .isEqualTo(FusedTrainings.inOneThread(settings, TEXT, models));
  }

  @Test
  void aSingleWorkerThatRunsAwayEndsTraining() {
    TrainSettings settings = FusedTrainings.settings(1, Wire.FP32);
    long seed = 0;
    for (long minibatch = 4; seed % 2 != 0 || seed == 0; minibatch++) {
      seed = Seeds.of(7, Stage.TRAIN, minibatch, 0); // an even one, which makes NaN
    }
    RoundModels models = new BigramModel.Models(SMALL, 2, Set.of(seed));
    assertThatThrownBy(
            () ->
                FusedTrainings.train(
                    spark, settings, TEXT, models, rounds, FusedTrainings.falling(), new Told()))
        .isInstanceOf(PerplexException.class)
        .hasMessageContaining("train.rate = 0.2 is too high here. Lower train.rate or train.clip.");
  }

  @Test
  void trainingEndsEarlyAndTheBestIsKept() {
    TrainSettings settings =
        FusedTrainings.settings(
            2, OptimizerSettings.usual(OptimizerSettings.Method.SGD), Wire.FP32, 2);
    double[] losses = {5, 4, 4.5, 4.2, 3};
    int[] calls = {0};
    Told told = new Told();
    TrainedModel trained =
        FusedTrainings.train(
            spark, settings, TEXT, MODELS, rounds, model -> losses[calls[0]++], told);
    assertThat(trained.curve()).hasSize(4);
    assertThat(trained.best()).isEqualTo(1);
    assertThat(told.notes).contains("training ends: 2 validations brought no new best");
  }

  /** The fourth loss is worse than the best of those more than one before it. */
  @Test
  void weightsAreAveragedOnceValidationsStopToImprove() {
    OptimizerSettings averaging =
        new OptimizerSettings(OptimizerSettings.Method.NT_ASGD, 0, 0.9, 0.999, 1e-8, 1);
    TrainSettings settings = FusedTrainings.settings(2, averaging, Wire.FP32, 0);
    List<Double> losses = List.of(5.0, 4.0, 4.5, 4.2, 3.0, 3.1, 3.2, 3.3, 3.4, 3.5, 3.6, 3.7, 3.8);
    int[] calls = {0};
    TrainedModel trained =
        FusedTrainings.train(
            spark,
            settings,
            TEXT,
            MODELS,
            rounds,
            model -> losses.get(Math.min(12, calls[0]++)),
            new Told());
    assertThat(trained.curve().get(3).averaged()).isFalse();
    assertThat(trained.curve().get(4).averaged()).isTrue();
    assertThat(trained.best()).isEqualTo(4);
  }
}
