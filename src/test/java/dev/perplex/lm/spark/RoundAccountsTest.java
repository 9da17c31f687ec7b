package dev.perplex.lm.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.cluster.ExecutorSize;
import dev.perplex.lm.OptimizerSettings;
import dev.perplex.lm.rounds.WorkerFigures;
import dev.perplex.provenance.PerplexException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the driver adds up, and says, about rounds. */
class RoundAccountsTest {
  private static WorkerFigures trained(double seconds) {
    return new WorkerFigures(100, 1, 1, 1, 1, 0).in(seconds);
  }

  /** Two rounds of 2 s whose slowest workers trained 1.5 and 1.7 s: .8 of 4 s, .4 a round. */
  @Test
  void averagingIsWhatTheSlowestWorkerDidNotTrain() {
    AveragingCost cost = new AveragingCost();
    assertThat(cost.isKnown()).isFalse();
    cost.add(2, List.of(trained(1.5), trained(1)), 200);
    cost.add(2, List.of(trained(0.1), trained(1.7)), 200);
    assertThat(cost.tokensPerSecond()).isEqualTo(100);
    assertThat(cost.line()).isEqualTo("averaging took 20.0 % of the rounds' time: 400 ms a round");
  }

  @Test
  void theSixthReturnToACheckpointIsTheEnd() {
    Returns returns = new Returns();
    RoundLost lost = new RoundLost("change_7_0_1");
    for (int i = 0; i < 5; i++) {
      assertThat(returns.after(lost, 7, 3))
          .isEqualTo(
              "an executor was lost (change_7_0_1 is gone): going back from round 7 to round 3");
    }
    assertThatThrownBy(() -> returns.after(lost, 7, 3))
        .isInstanceOf(PerplexException.class)
        .hasMessage(
            "executors were lost 6 times in the rounds after round 3 (change_7_0_1 is gone). Give"
                + " executors more memory, or set train.checkpoint-seconds lower.");
    returns.forget();
    assertThat(returns.after(lost, 9, 8)).contains("from round 9 to round 8");
  }

  /** 2^20 parameters are 4 MiB: 3 of them once, and 4 (AdamW: 8) a core, with 2 MiB to work in. */
  @Test
  void memoryIsPlanned() {
    int parameters = 1 << 20;
    OptimizerSettings sgd = OptimizerSettings.usual(OptimizerSettings.Method.SGD);
    ExecutorMemory memory = ExecutorMemory.of(parameters, sgd, 2 << 20);
    assertThat(memory.line(new ExecutorSize(3, 1L << 30, false), 2))
        .isEqualTo(
            "memory of an executor, about: 12 MiB, 18 MiB for each of 2 cores, and 300 MiB for"
                + " Spark; 348 MiB of a heap of 1,024 MiB");
    assertThat(memory.line(new ExecutorSize(1, 347L << 20, false), 2))
        .as("330 MiB")
        .doesNotContain("WARNING");
    assertThat(memory.line(new ExecutorSize(8, 347L << 20, true), 2))
        .startsWith("memory of this JVM, about: ")
        .endsWith(
            " of a heap of 347 MiB. WARNING: that may end with OutOfMemoryError. Set"
                + " SPARK_DRIVER_MEMORY to 1g, or train.workers or train.model.* lower");
    OptimizerSettings adam = OptimizerSettings.usual(OptimizerSettings.Method.ADAMW);
    assertThat(ExecutorMemory.of(parameters, adam, 2 << 20).core()).isEqualTo(34 << 20);
  }
}
