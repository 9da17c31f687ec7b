package dev.perplex.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.job.StorageTrials.Trial;
import dev.perplex.provenance.Stage;
import dev.perplex.store.Faults;
import dev.perplex.store.Faults.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Some calls of each stage and of a pipeline fail, one in each run. All of them: {@code
 * src/bench/storage-faults}.
 */
@Timeout(600)
class StorageFailuresIT {
  private static final long SEED = 7;

  @TempDir static Path folder;
  private static StorageTrials trials;

  @BeforeAll
  static void runItWhole() {
    trials = new StorageTrials(folder);
  }

  @AfterEach
  void mend() {
    Faults.none();
  }

  @Test
  void whateverCallOfAStageFailsAPlainRunAfterItEndsWithTheSameBits() {
    SplittableRandom random = new SplittableRandom(SEED);
    int struck = 0;
    for (Stage stage : Stage.values()) {
      Kind kind = Kind.values()[stage.ordinal() % Kind.values().length];
      long calls = trials.calls(stage.label(), kind);
      assertThat(calls).as(stage + " " + kind).isGreaterThan(20);
      // What comes first and last, leases and results, every stage has: the sample is of the rest.
      Trial trial = trials.disturbed(stage.label(), kind, calls / 4 + random.nextLong(calls / 2));
      struck += trial.hit() == null ? 0 : 1;
    }
    assertThat(struck).as("faults that came about").isGreaterThan(Stage.values().length / 2);
  }

  @Test
  void theSameOfAPipeline() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (Kind kind : List.of(Kind.UNACKNOWLEDGED, Kind.SHORT)) {
      trials.disturbed("pipeline", kind, random.nextLong(200));
    }
  }

  @Test
  void aDiskThatFillsIsSaidInOneLineAndGoneOnFromWhenItHasRoom() {
    List<String> said = new ArrayList<>();
    for (Stage stage : List.of(Stage.PREPARE, Stage.WORD2VEC, Stage.TRAIN)) {
      long bytes = trials.bytes(stage.label());
      Trial trial = trials.full(stage.label(), bytes / 2);
      assertThat(trial.code()).isEqualTo(1);
      said.add(trial.error());
    }
    assertThat(said)
        .allMatch(
            line -> line.matches("perplex: .* cannot be written: .*No space left on device\\."));
  }
}
