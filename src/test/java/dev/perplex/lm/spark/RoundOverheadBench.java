package dev.perplex.lm.spark;

import dev.perplex.cluster.LocalCluster;
import dev.perplex.lm.Ids;
import dev.perplex.lm.LearningPoint;
import dev.perplex.lm.Minibatch;
import dev.perplex.lm.ModelSettings;
import dev.perplex.lm.OptimizerSettings;
import dev.perplex.lm.OuterSettings;
import dev.perplex.lm.Reading;
import dev.perplex.lm.RegularizationSettings;
import dev.perplex.lm.ScheduleSettings;
import dev.perplex.lm.TrainSettings;
import dev.perplex.lm.Wire;
import dev.perplex.lm.fused.StepFigures;
import dev.perplex.lm.fused.Tensor;
import dev.perplex.lm.rounds.RoundModel;
import dev.perplex.lm.rounds.RoundModels;
import dev.perplex.store.OwnedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * What a round costs beyond its training, for a model of 2 x 200 and 10,000 words on two executors
 * of one core: {@code src/bench/lm-round} says how to run it.
 */
final class RoundOverheadBench {
  private static final int WORDS = 10_000;
  private static final int HIDDEN = 200;
  private static final String VECTORS =
      "--add-modules=jdk.incubator.vector -Djdk.incubator.vector.VECTOR_ACCESS_OOB_CHECK=0";

  private RoundOverheadBench() {}

  /** Parameters as large as those of the model; a step moves them a little. */
  private record Idle() implements RoundModels {
    @Override
    public List<Tensor> start() {
      return List.of(
          new Tensor("embedding", WORDS, HIDDEN),
          new Tensor("ih0", 4 * HIDDEN, HIDDEN),
          new Tensor("hh0", 4 * HIDDEN, HIDDEN),
          new Tensor("ih1", 4 * HIDDEN, HIDDEN),
          new Tensor("hh1", 4 * HIDDEN, HIDDEN),
          new Tensor("bias", 1, 16 * HIDDEN),
          new Tensor("softmax", WORDS, HIDDEN),
          new Tensor("softmax.bias", 1, WORDS));
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
      this(parameters, new boolean[WORDS]);
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
        parameters.get(0).values()[id * HIDDEN] += 0.001f;
      }
      return new StepFigures(1, minibatch.inputs().length, 1);
    }

    @Override
    public void resetState() {}

    @Override
    public float[] state() {
      return new float[2 * 2 * 20 * HIDDEN];
    }

    @Override
    public void state(float[] saved) {}

    @Override
    public List<Tensor> optimizerState() {
      return List.of();
    }
  }

  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createTempDirectory("round-overhead");
    try (LocalCluster cluster = LocalCluster.start(folder, 2, 2, VECTORS)) {
      for (String each : arguments) { // such as idle:fp32:2:240:5
        String[] asked = each.split(":");
        measure(
            cluster.spark(),
            folder.resolve(each.replace(':', '-')),
            asked[0].equals("real"),
            Wire.valueOf(asked[1].toUpperCase(Locale.ROOT)),
            Integer.parseInt(asked[2]),
            Integer.parseInt(asked[3]),
            Integer.parseInt(asked[4]));
      }
    }
  }

  private static void measure(
      JavaSparkContext spark,
      Path folder,
      boolean real,
      Wire wire,
      int workers,
      int rounds,
      int minibatches) {
    long round = (long) workers * 20 * 35 * minibatches;
    TrainSettings settings = settings(wire, workers, minibatches, round * (rounds / 6));
    Ids text = FusedTrainings.text(Math.toIntExact(round * rounds + 1), WORDS);
    List<Double> millis = new ArrayList<>();
    List<LearningPoint> points = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    long[] last = {System.nanoTime()};
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void round(long tokens, long total, double tokensPerSecond, double loss) {
            long now = System.nanoTime();
            millis.add((now - last[0]) / 1e6);
            last[0] = now;
          }

          @Override
          public void segment(LearningPoint point) {
            points.add(point);
            last[0] = System.nanoTime();
          }

          @Override
          public void note(String line) {
            notes.add(line);
          }
        };
    TrainingJob job =
        new TrainingJob(
            spark,
            text,
            WORDS,
            new ModelSettings(2, HIDDEN, HIDDEN, ModelSettings.Start.RANDOM),
            settings,
            null,
            null,
            model -> 1,
            Checkpoints.NONE,
            OwnedFolder.alone(FusedTrainings.location(folder)),
            listener);
    new FusedTrainer(real ? FusedModels::of : any -> new Idle()).train(job);
    List<Double> steady = millis.subList(rounds / 2, millis.size()).stream().sorted().toList();
    int half = points.size() / 2;
    double seconds = points.get(points.size() - 1).seconds() - points.get(half - 1).seconds();
    long tokens = points.get(points.size() - 1).tokens() - points.get(half - 1).tokens();
    double averaging = 0;
    for (int i = half; i < points.size(); i++) {
      double took = points.get(i).seconds() - points.get(i - 1).seconds();
      averaging += points.get(i).averagingShare() * took;
    }
    System.out.printf(
        "%s %s, %d workers, %d minibatches: median %.1f ms, 90 %% %.1f ms; beyond minibatches"
            + " %.1f ms, %.1f %%; first %.0f ms%n  %s%n",
        real ? "real" : "idle",
        wire,
        workers,
        minibatches,
        steady.get(steady.size() / 2),
        steady.get(steady.size() * 9 / 10),
        1e3 * averaging * round / tokens,
        100 * averaging / seconds,
        millis.get(0),
        notes.isEmpty() ? "" : notes.get(notes.size() - 1));
  }

  private static TrainSettings settings(Wire wire, int workers, int minibatches, long segment) {
    return new TrainSettings(
        "fused",
        workers,
        20,
        35,
        false,
        Reading.State.STREAM,
        1,
        0,
        segment,
        minibatches,
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
  }
}
