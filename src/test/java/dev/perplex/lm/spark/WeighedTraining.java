package dev.perplex.lm.spark;

import dev.perplex.lm.Ids;
import dev.perplex.lm.ModelSettings;
import dev.perplex.lm.OptimizerSettings;
import dev.perplex.lm.OuterSettings;
import dev.perplex.lm.Reading;
import dev.perplex.lm.RegularizationSettings;
import dev.perplex.lm.ScheduleSettings;
import dev.perplex.lm.TrainSettings;
import dev.perplex.lm.Wire;
import dev.perplex.lm.rounds.RoundModels;
import dev.perplex.store.OwnedFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A training of a small model by two workers in this JVM, which is weighed on the way: {@code
 * src/bench/lm-memory} says how to run it.
 */
final class WeighedTraining {
  private static final int WORDS = 500;
  private static final int UNITS = 32;
  private static final int WORKERS = 2;
  private static final int BATCH = 4;
  private static final int BPTT = 10;
  private static final int ROUND = 5; // minibatches
  private static final int EPOCHS = 4;

  private WeighedTraining() {}

  /**
   * Bytes, after a collection of garbage.
   *
   * @param minibatches of each worker until then
   * @param direct buffers outside the heap that Java knows
   * @param resident all that the process has of the machine's memory
   */
  record Weight(long minibatches, long heap, long direct, long resident) {
    static Weight now(long minibatches) {
      System.gc();
      long direct =
          ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
              .mapToLong(BufferPoolMXBean::getMemoryUsed)
              .sum();
      long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
      return new Weight(minibatches, heap, direct, residentBytes());
    }

    private static long residentBytes() {
      try {
        String line =
            Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(each -> each.startsWith("VmRSS:"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(line.replaceAll("\\D", "")) << 10;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * @param models what the engine's models are changed to
   * @param every minibatches between two weighings
   */
  static List<Weight> train(
      JavaSparkContext spark,
      UnaryOperator<RoundModels> models,
      Path folder,
      int minibatches,
      int every) {
    int perEpoch = minibatches / EPOCHS;
    Ids text = FusedTrainings.text(WORKERS * BATCH * BPTT * perEpoch + 1, WORDS);
    List<Weight> weights = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void round(long tokens, long total, double tokensPerSecond, double loss) {
            long done = tokens / (WORKERS * BATCH * BPTT);
            if (done % every < ROUND) {
              weights.add(Weight.now(done));
            }
          }
        };
    new FusedTrainer(job -> models.apply(FusedModels.of(job)))
        .train(
            new TrainingJob(
                spark,
                text,
                WORDS,
                new ModelSettings(2, UNITS, UNITS, ModelSettings.Start.RANDOM),
                settings(),
                null,
                null,
                model -> 5,
                Checkpoints.NONE,
                OwnedFolder.alone(FusedTrainings.location(folder)),
                listener));
    return weights;
  }

  private static TrainSettings settings() {
    return new TrainSettings(
        "fused",
        WORKERS,
        BATCH,
        BPTT,
        false,
        Reading.State.STREAM,
        EPOCHS,
        0,
        0,
        ROUND,
        OuterSettings.chosen(),
        Wire.FP32,
        5,
        0.1,
        5,
        OptimizerSettings.usual(OptimizerSettings.Method.SGD),
        ScheduleSettings.constant(),
        RegularizationSettings.none(),
        0,
        0,
        7);
  }

  public static void main(String[] arguments) throws IOException {
    int minibatches = Integer.parseInt(arguments[0]);
    int every = Integer.parseInt(arguments[1]);
    SparkConf conf =
        new SparkConf()
            .setMaster("local[2]")
            .setAppName("memory")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.host", "127.0.0.1")
            .set("spark.driver.bindAddress", "127.0.0.1");
    Path folder = Files.createTempDirectory("memory");
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      System.out.println("minibatches   heap MiB   direct MiB   resident MiB");
      for (Weight each : train(spark, models -> models, folder, minibatches, every)) {
        System.out.printf(
            "%,11d %10.1f %12.1f %14.1f%n",
            each.minibatches(),
            each.heap() / 1048576.0,
            each.direct() / 1048576.0,
            each.resident() / 1048576.0);
      }
    }
  }
}
