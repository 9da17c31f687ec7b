package dev.perplex.lm.fused;

import dev.perplex.lm.OptimizerSettings;
import dev.perplex.lm.Cell;
import dev.perplex.lm.Minibatch;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Training tokens a second of one replica on one core, without Spark; minibatches of 20 x 35. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class LanguageModelBench {
  private static final int LANES = 20;
  private static final int STEPS = 35;

  @Param({"200", "650"})
  public int hidden;

  @Param({"10000"})
  public int words;

  @Param({"LSTM", "PEEPHOLE_LSTM", "GRU", "RNN"})
  public Cell cell;

  private Replica replica;
  private Minibatch minibatch;

  @Setup
  public void prepare() {
    NetworkShape shape = new NetworkShape(words, hidden, hidden, 2, cell, SoftmaxKind.FULL);
    Parameters parameters = new Parameters(shape);
    new InitialWeights(0.1, 1).draw(parameters, 1);
    replica =
        new Replica(
            parameters, LANES, STEPS, 5, OptimizerSettings.plain(), Masks.NONE, OutputPenalty.NONE);
    SplittableRandom random = new SplittableRandom(1);
    minibatch = new Minibatch(LANES, STEPS, zipf(random), zipf(random));
  }

  private int[] zipf(SplittableRandom random) {
    int[] ids = new int[LANES * STEPS];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = (int) Math.pow(words, random.nextDouble()) - 1;
    }
    return ids;
  }

  @Benchmark
  @OperationsPerInvocation(LANES * STEPS)
  public StepFigures tokens() {
    return replica.step(minibatch, 0.1, 1);
  }
}
