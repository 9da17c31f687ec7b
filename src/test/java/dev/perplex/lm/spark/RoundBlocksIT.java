package dev.perplex.lm.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.cluster.LocalSpark;
import dev.perplex.lm.Minibatches;
import dev.perplex.lm.TrainSettings;
import dev.perplex.lm.Wire;
import dev.perplex.lm.rounds.PartLayout;
import dev.perplex.lm.rounds.RoundModels;
import dev.perplex.lm.rounds.WorkerState;
import dev.perplex.store.OwnedFolder;
import dev.perplex.store.SealedFile;
import dev.perplex.vocab.IdStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoundBlocksIT {
  private static final IdStream TEXT = FusedTrainings.text(200, FusedTrainings.WORDS);

  private static FusedPlan plan(Path folder) {
    TrainSettings settings = FusedTrainings.settings(2, Wire.FP32);
    RoundModels models = FusedTrainings.models(FusedTrainings.WORDS);
    return new FusedPlan(
        "test",
        models,
        PartLayout.of(models.start(), 1),
        Minibatches.of(settings, TEXT.size()),
        TEXT,
        true,
        settings.outer().of(2),
        Wire.FP32,
        1,
        new RoundCheckpoints(OwnedFolder.alone(FusedTrainings.location(folder))).files());
  }

  /**
   * A worker that was left out of the round before a checkpoint has no state in it. Where training
   * goes back there, its executor may still hold the state that ran away.
   */
  @Test
  void aStateThatWasLeftOutOfTheCheckpointIsNotReadFromMemory(@TempDir Path folder)
      throws RoundLost {
    WorkerState ranAway = new WorkerState(new float[] {Float.NaN}, List.of(), null);
    try (JavaSparkContext spark = LocalSpark.start()) {
      RoundBlocks blocks = new RoundBlocks(spark.broadcast(plan(folder)));
      blocks.worker(4, 1, ranAway);
      List<SealedFile> states = Arrays.asList(null, null);
      assertThat(blocks.worker(new RoundStart(4, LastRound.NONE, 4, List.of(), states), 1))
          .isSameAs(WorkerState.FRESH);
      assertThat(blocks.worker(new RoundStart(4, LastRound.NONE, 2, List.of(), states), 1))
          .isSameAs(ranAway); // no checkpoint here: what was left is what the round starts with
    }
  }
}
