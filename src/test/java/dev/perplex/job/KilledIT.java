package dev.perplex.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.provenance.Stage;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Executors and drivers die by SIGKILL; more of them do in {@code src/bench/kills}. */
@Timeout(600)
class KilledIT {
  private static final long SEED = 11;

  @TempDir static Path folder;
  private static KillTrials trials;

  @BeforeAll
  static void runItWhole() {
    trials = new KillTrials(folder);
  }

  @Test
  void anExecutorThatDiesInAPipelineChangesNoBit() {
    double after = trials.seconds() * new SplittableRandom(SEED).nextDouble(0.3, 0.7);
    assertThat(trials.executor("executor", after, 0)).as("killed while it ran").isTrue();
  }

  @Test
  void aDriverThatDiesAndIsStartedAgainChangesNoBit() throws Exception {
    assertThat(trials.driver("driver", Stage.WORD2VEC, 0.5)).as("killed before its end").isTrue();
  }
}
