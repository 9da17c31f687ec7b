package dev.perplex.lm.spark;

import dev.perplex.lm.Ids;
import dev.perplex.lm.Minibatch;
import dev.perplex.lm.OptimizerSettings;
import dev.perplex.lm.OuterSettings;
import dev.perplex.lm.RegularizationSettings;
import dev.perplex.lm.ScheduleSettings;
import dev.perplex.lm.TrainSettings;
import dev.perplex.lm.Wire;
import dev.perplex.lm.fused.StepFigures;
import dev.perplex.lm.fused.Tensor;
import dev.perplex.lm.rounds.RoundModel;
import dev.perplex.lm.rounds.RoundModels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a round costs beyond its training: rounds of a model of 2 x 200 and 10,000 words that trains
 * nothing. Prints milliseconds a round. Run by name; no build runs it.
 */
final class RoundOverheadBench {
  @TempDir Path folder;

  /** Parameters as large as those of the model; a step moves them a little. */
  private record Idle() implements RoundModels {
    @Override
    public List<Tensor> start() {
      return List.of(
          new Tensor("embedding", 10_000, 200),
          new Tensor("ih0", 800, 200),
          new Tensor("hh0", 800, 200),
          new Tensor("ih1", 800, 200),
          new Tensor("hh1", 800, 200),
          new Tensor("bias", 1, 3200),
          new Tensor("softmax", 10_000, 200),
          new Tensor("softmax.bias", 1, 10_000));
    }

    @Override
    public RoundModel create() {
      return new IdleModel(start());
    }

    @Override
    public byte[] bytes(List<Tensor> parameters) {
      return new byte[0];
    }
  }

  private record IdleModel(List<Tensor> parameters, boolean[] touched) implements RoundModel {
    IdleModel(List<Tensor> parameters) {
      this(parameters, new boolean[10_000]);
    }

    @Override
    public void loaded() {
      Arrays.fill(touched, false);
    }

    @Override
    public boolean[] touchedRows(Tensor parameter) {
      return parameter.name().equals("embedding") ? touched : null;
    }

    @Override
    public StepFigures step(Minibatch minibatch, double rate, long seedOfStep) {
      for (int id : minibatch.inputs()) {
        touched[id] = true;
        parameters.get(0).values()[id * 200] += 0.001f;
      }
      return new StepFigures(1, minibatch.inputs().length, 1);
    }

    @Override
    public void resetState() {}

    @Override
    public float[] state() {
      return new float[2 * 2 * 20 * 200];
    }

    @Override
    public void state(float[] saved) {}

    @Override
    public List<Tensor> optimizerState() {
      return List.of();
    }
  }

  @Test
  void twoExecutorsOfOneCore() {
    try (JavaSparkContext spark = FusedClusterIT.start(folder)) {
      run(spark, folder, Wire.FP32, 2);
      run(spark, folder, Wire.FP16, 2);
      run(spark, folder, Wire.FP32, 1);
    }
  }

  private static void run(JavaSparkContext spark, Path folder, Wire wire, int workers) {
    int rounds = 240; // compilers take most of these
    TrainSettings settings =
        new TrainSettings(
            "fused",
            workers,
            20,
            35,
            false,
            1,
            0,
            0,
            5,
            OuterSettings.chosen(),
            wire,
            1000,
            1,
            5,
            OptimizerSettings.usual(OptimizerSettings.Method.SGD),
            ScheduleSettings.constant(),
            RegularizationSettings.none(),
            0,
            0,
            7);
    Ids text = FusedTrainings.text(workers * 20 * 35 * 5 * rounds + 1, 10_000);
    List<Double> millis = new ArrayList<>();
    long[] last = {System.nanoTime()};
    FusedTrainings.train(
        spark,
        settings,
        text,
        new Idle(),
        folder.resolve(wire + "-" + workers),
        model -> 1,
        new TrainingListener() {
          @Override
          public void round(long tokens, long total, double tokensPerSecond, double loss) {
            long now = System.nanoTime();
            millis.add((now - last[0]) / 1e6);
            last[0] = now;
          }
        });
    List<Double> steady = millis.subList(rounds * 2 / 3, rounds).stream().sorted().toList();
    System.out.printf(
        "%s, %d workers: first %.0f ms, then median %.1f ms, 90 %% %.1f ms%n",
        wire,
        workers,
        millis.get(0),
        steady.get(steady.size() / 2),
        steady.get(steady.size() * 9 / 10));
  }
}
