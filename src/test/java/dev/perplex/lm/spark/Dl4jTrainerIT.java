package dev.perplex.lm.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.cluster.LocalSpark;
import dev.perplex.lm.Example;
import dev.perplex.lm.Ids;
import dev.perplex.lm.LearningPoint;
import dev.perplex.lm.Minibatches;
import dev.perplex.lm.ModelFile;
import dev.perplex.lm.ModelSettings;
import dev.perplex.lm.StackedLstm;
import dev.perplex.lm.TrainSettings;
import dev.perplex.lm.Updater;
import dev.perplex.provenance.PerplexException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class Dl4jTrainerIT {
  private static JavaSparkContext spark;

  @BeforeAll
  static void start() {
    spark = LocalSpark.start();
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  /** Keeps the last checkpoint; fails on saving the one of a given segment. */
  private static final class Kept implements Checkpoints {
    private Checkpoint last;
    private int failAfter = Integer.MAX_VALUE;

    @Override
    public Optional<Checkpoint> latest() {
      return Optional.ofNullable(last);
    }

    @Override
    public void save(Checkpoint checkpoint) {
      last = checkpoint;
      if (checkpoint.position().curve().size() == failAfter) {
        throw new IllegalStateException("lost");
      }
    }
  }

  private static TrainingJob job(
      Ids train, TrainSettings settings, Checkpoints checkpoints, TrainingListener listener) {
    Validation validation = model -> mean(model, train);
    return new TrainingJob(
        spark,
        train,
        Example.VOCABULARY,
        Example.model(),
        settings,
        null,
        null,
        validation,
        checkpoints,
        null,
        listener);
  }

  private static double mean(byte[] model, Ids ids) {
    return ScoreDocuments.meanLoss(
        spark, model, DocumentUnits.of(ids, new long[] {0, 50, 120, 300}, new int[] {0, 3}));
  }

  private static TrainSettings settings(int workers, int epochs, long segmentTokens) {
    return new TrainSettings(
        "dl4j", workers, 4, 5, epochs, 0, segmentTokens, 3, Updater.ADAM, 0.02, 5, 0, 7);
  }

  /** Minibatches in equal order: averaging a single worker must change nothing. */
  @Test
  void oneWorkerTrainsAsALocalFit() {
    Ids train = Ids.repeating(418, 10); // 104 steps a lane: the last minibatch is short
    TrainSettings settings = settings(1, 2, 0);
    Kept kept = new Kept();
    Trainer.of("dl4j").train(job(train, settings, kept, TrainingListener.NONE));

    MultiLayerNetwork local =
        StackedLstm.create(Example.VOCABULARY, Example.model(), settings, null);
    long[] counts = new long[Example.VOCABULARY];
    for (int id : train.ids()) {
      counts[id]++;
    }
    StackedLstm.startAtFrequencies(local, counts);
    Minibatches layout = Minibatches.of(settings, train.size());
    for (int epoch = 0; epoch < 2; epoch++) {
      for (long minibatch = 0; minibatch < layout.perEpoch(); minibatch++) {
        local.fit(layout.read(train, 0, minibatch).dataSet());
      }
    }
    MultiLayerNetwork averaged = ModelFile.read(kept.last.model(), "m");
    assertThat(averaged.params().equalsWithEps(local.params(), 1e-6)).isTrue();
    assertThat(
            averaged
                .getUpdater()
                .getStateViewArray()
                .equalsWithEps(local.getUpdater().getStateViewArray(), 1e-6))
        .isTrue();
  }

  /** The unigram perplexity of the sequence is its period, 10. */
  @Test
  void twoWorkersLearnAndReportEachRound() {
    Ids train = Ids.repeating(4000, 10);
    List<Long> heard = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void round(long tokens, long total, double tokensPerSecond, double loss) {
            heard.add(tokens);
            assertThat(total).isEqualTo(2 * 3992);
            assertThat(tokensPerSecond).isPositive();
            assertThat(loss).isPositive();
          }
        };
    TrainedModel trained =
        Trainer.of("dl4j").train(job(train, settings(2, 2, 1500), Checkpoints.NONE, listener));
    LearningPoint last = trained.curve().get(trained.curve().size() - 1);
    assertThat(last.validationPerplexity()).isLessThan(3);
    assertThat(last.tokens()).isEqualTo(2 * 3992);
    assertThat(last.epoch()).isEqualTo(2);
    assertThat(heard).isSorted().endsWith(2L * 3992);
    assertThat(trained.curve()).hasSize(2 * 3);
    assertThat(mean(trained.model(), train))
        .isEqualTo(trained.curve().get(trained.best()).validationLoss());
  }

  @Test
  void aRunThatWasLostGoesOnFromItsCheckpointToTheSameModel() {
    Ids train = Ids.repeating(1000, 10);
    TrainSettings settings = settings(1, 2, 200);
    Kept whole = new Kept();
    TrainedModel expected =
        Trainer.of("dl4j").train(job(train, settings, whole, TrainingListener.NONE));

    Kept lost = new Kept();
    lost.failAfter = 4;
    assertThatThrownBy(
            () -> Trainer.of("dl4j").train(job(train, settings, lost, TrainingListener.NONE)))
        .hasMessage("lost");
    lost.failAfter = Integer.MAX_VALUE;
    TrainedModel resumed =
        Trainer.of("dl4j").train(job(train, settings, lost, TrainingListener.NONE));

    assertThat(resumed.curve()).hasSameSizeAs(expected.curve());
    for (int i = 0; i < resumed.curve().size(); i++) {
      assertThat(resumed.curve().get(i).tokens()).isEqualTo(expected.curve().get(i).tokens());
      assertThat(resumed.curve().get(i).validationLoss())
          .isEqualTo(expected.curve().get(i).validationLoss());
    }
    assertThat(lost.last.position().iterations()).isEqualTo(whole.last.position().iterations());
    assertThat(resumed.model()).isEqualTo(expected.model());
  }

  @Test
  void frozenWordVectorsKeepTheirBitsThroughAveraging() {
    float[] vectors = new float[Example.VOCABULARY * 5];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = 0.1f * (i % 7);
    }
    Ids train = Ids.repeating(500, 10);
    TrainedModel trained =
        Trainer.of("dl4j")
            .train(
                new TrainingJob(
                    spark,
                    train,
                    Example.VOCABULARY,
                    Example.model(ModelSettings.Start.WORD2VEC_FROZEN),
                    settings(3, 1, 0),
                    vectors,
                    null,
                    model -> 1,
                    Checkpoints.NONE,
                    null,
                    TrainingListener.NONE));
    MultiLayerNetwork read = ModelFile.read(trained.model(), "m");
    assertThat(StackedLstm.wordVectors(read).dup('c').data().asFloat()).isEqualTo(vectors);
  }

  @Test
  void aCheckpointOfAnotherModelIsRefused() {
    Kept kept = new Kept();
    MultiLayerNetwork other =
        StackedLstm.create(
            Example.VOCABULARY,
            new ModelSettings(1, 3, 5, ModelSettings.Start.RANDOM),
            settings(1, 1, 0),
            null);
    kept.last =
        new Checkpoint(Checkpoint.Position.START, ModelFile.bytesWithUpdater(other), new byte[0]);
    assertThatThrownBy(
            () ->
                Trainer.of("dl4j")
                    .train(
                        job(
                            Ids.repeating(500, 10),
                            settings(1, 1, 0),
                            kept,
                            TrainingListener.NONE)))
        .isInstanceOf(PerplexException.class)
        .hasMessageStartingWith("the checkpoint's model has");
  }
}
