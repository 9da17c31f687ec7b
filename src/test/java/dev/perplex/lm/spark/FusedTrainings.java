package dev.perplex.lm.spark;

import dev.perplex.lm.Ids;
import dev.perplex.lm.LearningPoint;
import dev.perplex.lm.ModelSettings;
import dev.perplex.lm.OptimizerSettings;
import dev.perplex.lm.OuterSettings;
import dev.perplex.lm.Reading;
import dev.perplex.lm.RegularizationSettings;
import dev.perplex.lm.ScheduleSettings;
import dev.perplex.lm.TrainSettings;
import dev.perplex.lm.Wire;
import dev.perplex.lm.rounds.BigramModel;
import dev.perplex.lm.rounds.FloatArrays;
import dev.perplex.lm.rounds.LocalRounds;
import dev.perplex.lm.rounds.PartLayout;
import dev.perplex.lm.rounds.RoundModels;
import dev.perplex.lm.rounds.RoundPlan;
import dev.perplex.store.Location;
import dev.perplex.store.OwnedFolder;
import dev.perplex.vocab.IdStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;

/** Trainings of the bigram model by rounds on Spark, and in one thread. */
final class FusedTrainings {
  static final int WORDS = 600; // 1.4 MB: one part; two parts from 2 MB on
  static final int WIDE = 800; // 2.6 MB: two parts

  private FusedTrainings() {}

  static Ids text(int length, int words) {
    SplittableRandom random = new SplittableRandom(3);
    int[] ids = new int[length];
    for (int i = 1; i < length; i++) {
      ids[i] =
          random.nextInt(4) == 0
              ? random.nextInt(1 + random.nextInt(words))
              : (ids[i - 1] * 5 + 3) % words;
    }
    return new Ids(ids, 23);
  }

  /** Settings of a training in rounds of two minibatches. */
  static TrainSettings settings(int workers, OptimizerSettings optimizer, Wire wire, int patience) {
    return new TrainSettings(
        "fused",
        workers,
        2,
        5,
        false,
        Reading.State.DOCUMENT,
        2,
        0,
        60,
        2,
        OuterSettings.chosen(),
        wire,
        0, // a checkpoint each round
        0.2,
        5,
        optimizer,
        ScheduleSettings.constant(),
        RegularizationSettings.none(),
        patience,
        0,
        7);
  }

  static TrainSettings settings(int workers, Wire wire) {
    return settings(workers, OptimizerSettings.usual(OptimizerSettings.Method.SGD), wire, 0);
  }

  static float[] inOneThread(TrainSettings settings, IdStream ids, RoundModels models) {
    long count = models.start().stream().mapToLong(each -> each.values().length).sum();
    return new LocalRounds(
            models,
            RoundPlan.of(settings, ids.size(), count),
            ids,
            settings.state() == Reading.State.DOCUMENT,
            PartLayout.parts(count, settings.workers()),
            settings.outer().of(settings.workers()),
            settings.wire(),
            settings.rate())
        .toTheEnd()
        .values();
  }

  /** Keeps what it hears; throws after so many rounds. */
  static final class Told implements TrainingListener {
    final List<String> notes = new ArrayList<>();
    final List<Long> rounds = new ArrayList<>();
    private final int most;
    boolean losses; // whether executors may be lost

    Told() {
      this(Integer.MAX_VALUE);
    }

    Told(int most) {
      this.most = most;
    }

    @Override
    public void round(long tokens, long total, double tokensPerSecond, double loss) {
      if (rounds.size() == most) {
        throw new IllegalStateException("stopped by the test");
      }
      rounds.add(tokens);
    }

    @Override
    public void note(String line) {
      if (!losses && line.startsWith("an executor was lost")) {
        throw new IllegalStateException(line);
      }
      notes.add(line);
    }
  }

  /** What a training gives that depends on the settings alone. */
  record Trained(List<Float> values, int best, List<LearningPoint> curve) {
    static Trained of(TrainedModel model) {
      List<LearningPoint> timeless = new ArrayList<>();
      for (LearningPoint point : model.curve()) {
        timeless.add(
            new LearningPoint(
                point.segment(),
                point.epoch(),
                point.tokens(),
                point.trainingLoss(),
                point.validationLoss(),
                point.validationPerplexity(),
                0,
                0,
                point.averaged(),
                point.rate(),
                point.gradientNorm(),
                null));
      }
      return new Trained(list(FusedTrainings.values(model.model())), model.best(), timeless);
    }
  }

  static float[] values(byte[] model) {
    return LocalRounds.flat(FloatArrays.fromBytes(model));
  }

  static List<Float> list(float[] values) {
    List<Float> list = new ArrayList<>();
    for (float value : values) {
      list.add(value);
    }
    return list;
  }

  static Location location(Path folder) {
    return Location.of(folder.toUri().toString(), new Configuration());
  }

  /** Later models are better, so that the best is the last. */
  static Validation falling() {
    int[] calls = {0};
    return model -> 5.0 - 0.01 * calls[0]++;
  }

  /** A number that each parameter changes. */
  static Validation ofValues() {
    return model -> {
      double sum = 0;
      float[] values = values(model);
      for (int i = 0; i < values.length; i++) {
        sum += values[i] * (1 + i % 7);
      }
      return 5 + Math.atan(sum);
    };
  }

  static TrainedModel train(
      JavaSparkContext spark,
      TrainSettings settings,
      IdStream ids,
      RoundModels models,
      Path rounds,
      Validation validation,
      TrainingListener listener) {
    return new FusedTrainer(job -> models)
        .train(
            new TrainingJob(
                spark,
                ids,
                WORDS,
                new ModelSettings(1, 1, 1, ModelSettings.Start.RANDOM),
                settings,
                null,
                null,
                validation,
                Checkpoints.NONE,
                OwnedFolder.alone(location(rounds)),
                listener));
  }

  static RoundModels models(int words) {
    return new BigramModel.Models(words, 2);
  }
}
