package dev.perplex.word2vec.spark;

import dev.perplex.store.Location;
import dev.perplex.vocab.IdStream;
import dev.perplex.vocab.Vocabulary;
import dev.perplex.word2vec.ArrayIds;
import dev.perplex.word2vec.TwoTopics;
import dev.perplex.word2vec.Word2vecSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Trainings on Spark, and what is left of them. */
final class Trainings {
  private Trainings() {}

  /** What a training gives that may not depend on anything but settings. */
  record Trained(float[] inputs, float[] outputs, List<RoundPoint> curve) {
    static Trained of(TrainedRows rows) {
      int dimension = rows.shape().dimension();
      float[] outputs = new float[rows.shape().outputs() * dimension];
      try (RowStream stream = rows.outputs()) {
        for (int row = 0; stream.hasNext(); row++) {
          System.arraycopy(stream.next(), 0, outputs, row * dimension, dimension);
        }
      }
      List<RoundPoint> timeless = new ArrayList<>();
      for (RoundPoint point : rows.curve()) {
        timeless.add(
            new RoundPoint(
                point.epoch(),
                point.round(),
                point.endsEpoch(),
                point.tokens(),
                point.pairs(),
                point.trainingLoss(),
                point.heldOutLoss(),
                point.rate(),
                0));
      }
      return new Trained(rows.toArray(rows.shape().words()), outputs, timeless);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Trained that
          && Arrays.equals(inputs, that.inputs)
          && Arrays.equals(outputs, that.outputs)
          && curve.equals(that.curve);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(inputs);
    }
  }

  /** Keeps what it is told; throws after so many rounds. */
  static final class Told implements TrainingListener {
    final List<RoundPoint> points = new ArrayList<>();
    final List<String> warnings = new ArrayList<>();
    int resumed;
    long resumedTokens;
    MemoryPlan memory;
    private final int most;

    Told() {
      this(Integer.MAX_VALUE);
    }

    Told(int most) {
      this.most = most;
    }

    @Override
    public void round(RoundPoint point) {
      if (points.size() == most) {
        throw new IllegalStateException("stopped by the test");
      }
      points.add(point);
    }

    @Override
    public void resumed(int rounds, int total, long tokens) {
      resumed = rounds;
      resumedTokens = tokens;
    }

    @Override
    public void memory(MemoryPlan plan) {
      memory = plan;
    }

    @Override
    public void warning(String message) {
      warnings.add(message);
    }
  }

  static JavaSparkContext spark(String master) {
    return new JavaSparkContext(conf(master));
  }

  static SparkConf conf(String master) {
    return new SparkConf()
        .setMaster(master)
        .setAppName("word2vec")
        .set("spark.ui.enabled", "false")
        .set("spark.driver.bindAddress", "127.0.0.1")
        .set("spark.driver.host", "127.0.0.1");
  }

  static Location location(Path folder) {
    return Location.of(folder.toUri().toString(), new Configuration());
  }

  static TrainedRows train(
      JavaSparkContext spark,
      Word2vecSettings settings,
      IdStream ids,
      Vocabulary vocabulary,
      Path rounds,
      TrainingListener listener) {
    return new Word2vecTraining(spark, settings, location(rounds))
        .train(ids, new ArrayIds(TwoTopics.ids(20)), vocabulary, null, listener);
  }

  /** The words of two topics and so many more, which no text has, so that there are more parts. */
  static Vocabulary wide(int[] ids, int more) {
    Vocabulary topics = TwoTopics.vocabulary(ids);
    List<String> words = new ArrayList<>();
    for (int id = 0; id < topics.size() + more; id++) {
      words.add(id < topics.size() ? topics.word(id) : "more" + id);
    }
    long[] counts = Arrays.copyOf(topics.counts(), words.size());
    Arrays.fill(counts, topics.size(), counts.length, 1);
    return new Vocabulary(words, counts);
  }
}
