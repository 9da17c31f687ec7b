package dev.perplex.lm.fused;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.perplex.lm.Cell;
import dev.perplex.lm.Minibatch;
import dev.perplex.lm.ModelSettings;
import dev.perplex.lm.OptimizerSettings;
import dev.perplex.lm.RegularizationSettings;
import dev.perplex.lm.SoftmaxSettings;
import dev.perplex.lm.TrainSettings;
import dev.perplex.lm.Updater;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What training allocates: its buffers once, and then nothing to speak of. */
class SteadyStateTest {
  private static final int LANES = 6;
  private static final int STEPS = 5;
  private static final int WORDS = 64; // whole vectors: what is left over takes an array a row

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Bytes that a step may leave: figures, iterators. Any buffer of a minibatch is larger. */
  private static final long CRUMBS = 600;

  private static long allocated() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }

  /** Steps until compilers have done what they do; the least that a step left in twenty. */
  private static long garbage(Runnable step) {
    long least = Long.MAX_VALUE;
    for (int window = 0; window < 4_000 && least > CRUMBS; window++) {
      long before = allocated();
      for (int i = 0; i < 20; i++) {
        step.run();
      }
      least = Math.min(least, (allocated() - before) / 20);
    }
    return least;
  }

  @ParameterizedTest
  @CsvSource({
    "LSTM, FULL, 0",
    "PEEPHOLE_LSTM, TIED, 0",
    "GRU, FULL, 0",
    "RNN, FULL, 0",
    "LSTM, FULL, 0.125",
    "LSTM, TIED, 0.125"
  })
  void aStepLeavesNoGarbage(Cell cell, SoftmaxKind softmax, double threshold) {
    Parameters parameters = Networks.drawn(new NetworkShape(WORDS, 16, 16, 2, cell, softmax), 1);
    Replica replica =
        Replica.of(
            parameters,
            LANES,
            STEPS,
            5,
            OptimizerSettings.usual(OptimizerSettings.Method.ADAMW),
            RegularizationSettings.none(),
            threshold);
    Minibatch[] minibatches = new Minibatch[7];
    for (int i = 0; i < minibatches.length; i++) {
      minibatches[i] = Networks.minibatch(WORDS, LANES, STEPS, i);
    }
    int[] number = {0};
    assertThat(garbage(() -> replica.step(minibatches[number[0]++ % 7], 0.01, 1)))
        .isLessThanOrEqualTo(CRUMBS);
  }

  /** A planted fault: a buffer a step would be seen. */
  @Test
  void aBufferAStepIsSeen() {
    float[][] last = new float[1][];
    assertThat(garbage(() -> last[0] = new float[LANES * STEPS * 16])).isGreaterThan(CRUMBS);
  }

  @ParameterizedTest
  @CsvSource({
    "LSTM, FULL, 24, 24, 0",
    "LSTM, FULL, 24, 24, 0.01",
    "LSTM, TIED, 24, 24, 0",
    "LSTM, TIED, 24, 24, 0.01",
    "GRU, TIED, 16, 24, 0",
    "RNN, FULL, 16, 24, 0",
    "LSTM, ADAPTIVE, 24, 24, 0",
    "LSTM, ADAPTIVE, 24, 24, 0.01",
    "LSTM, SAMPLED, 24, 24, 0",
    "PEEPHOLE_LSTM, FULL, 24, 32, 0",
  })
  void thePlanIsWhatAReplicaTakes(
      Cell cell, SoftmaxSettings.Kind softmax, int embedding, int hidden, double threshold) {
    int words = 4_000;
    long[] counts = new long[words];
    Arrays.fill(counts, 3);
    NetworkPlan plan =
        new NetworkPlan(
            new ModelSettings(
                cell,
                2,
                hidden,
                embedding,
                ModelSettings.Start.RANDOM,
                new SoftmaxSettings(
                    softmax,
                    List.of(500, 2000),
                    4,
                    200,
                    0.75,
                    SoftmaxSettings.Sampling.BLACKOUT,
                    threshold),
                0,
                1),
            new TrainSettings("fused", 1, 20, 35, 1, 0, 0, 1, Updater.SGD, 1, 5, 0, 1),
            counts,
            null);
    double parameters = (double) Float.BYTES * Parameters.elements(plan.shape());
    double share = 0;
    for (int i = 0; i < 200 && share <= 0.8; i++) { // compilers first leave vectors on the heap
      share = plan.workingBytes() / (taken(plan, words, threshold == 0) - parameters);
    }
    assertThat(share).isBetween(0.8, 1.25);
  }

  /**
   * Bytes that a replica allocates when it is made, and by its first step.
   *
   * @param exact whether the step makes nothing but what stays; else gradients alone are counted:
   *     before training, probabilities are nearly uniform, and what is kept of them grows in goes
   */
  private static long taken(NetworkPlan plan, int words, boolean exact) {
    long before = allocated();
    Replica replica = plan.replica();
    long made = allocated() - before;
    replica.named().load(Networks.drawn(plan.shape(), 1));
    Minibatch minibatch = Networks.minibatch(words, 20, 35, 1);
    before = allocated();
    replica.gradients(minibatch, 1);
    long stepped = allocated() - before;
    long gradients =
        replica.network().gradients().stream()
            .mapToLong(gradient -> (long) Float.BYTES * gradient.values().length)
            .sum();
    return made + (exact ? stepped : gradients);
  }
}
