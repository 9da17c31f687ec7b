package dev.perplex.lm.fused;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.lm.Cell;
import dev.perplex.lm.ModelSettings;
import dev.perplex.lm.ModelSettings.Start;
import dev.perplex.lm.SoftmaxSettings;
import dev.perplex.lm.SoftmaxSettings.Kind;
import dev.perplex.lm.TrainSettings;
import dev.perplex.lm.Updater;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NetworkPlanTest {
  private static final int WORDS = 20;
  private static final TrainSettings TRAIN =
      new TrainSettings("fused", 1, 2, 3, 1, 0, 0, 1, Updater.SGD, 1, 5, 0, 1);

  private static NetworkPlan plan(Cell cell, Start start, Kind softmax, float[] vectors) {
    long[] counts = new long[WORDS];
    Arrays.fill(counts, 7);
    return new NetworkPlan(
        new ModelSettings(cell, 2, 6, 4, start, SoftmaxSettings.usual(softmax), 0, 1),
        TRAIN,
        counts,
        vectors);
  }

  private static Replica stepped(NetworkPlan plan) {
    Replica replica = plan.replica();
    replica.named().load(plan.start());
    assertThat(replica.step(Networks.minibatch(WORDS, 2, 3, 1), 0.1, 1).isFinite()).isTrue();
    return replica;
  }

  @ParameterizedTest
  @EnumSource
  void everyCellComesFromSettings(Cell cell) {
    NetworkPlan plan = plan(cell, Start.RANDOM, Kind.FULL, null);
    assertThat(plan.shape()).isEqualTo(new NetworkShape(WORDS, 4, 6, 2, cell, SoftmaxKind.FULL));
    stepped(plan);
  }

  @ParameterizedTest
  @EnumSource
  void everySoftmaxComesFromSettings(Kind softmax) {
    Replica replica = stepped(plan(Cell.LSTM, Start.RANDOM, softmax, null));
    assertThat(replica.named().shape().softmax())
        .isEqualTo(
            softmax == Kind.SAMPLED ? SoftmaxKind.FULL : SoftmaxKind.valueOf(softmax.name()));
    // Rows of the softmax are told apart by a sampled one alone.
    assertThat(
            softmax != Kind.FULL && softmax != Kind.SAMPLED
                || (replica.touchedRows(replica.named().tensor(Parameters.SOFTMAX)) != null)
                    == (softmax == Kind.SAMPLED))
        .isTrue();
  }

  /** With words drawn for it the gradient follows the seed; the exact one does not. */
  @Test
  void theThresholdOfTheGradientComesFromSettings() {
    assertThat(gradient(0.5, 1)).containsExactly(gradient(0.5, 1)).isNotEqualTo(gradient(0.5, 2));
    assertThat(gradient(0, 1)).containsExactly(gradient(0, 2)).isNotEqualTo(gradient(0.5, 1));
  }

  private static float[] gradient(double threshold, long seed) {
    SoftmaxSettings usual = SoftmaxSettings.usual();
    SoftmaxSettings softmax =
        new SoftmaxSettings(
            Kind.FULL,
            usual.cutoffs(),
            usual.factor(),
            usual.samples(),
            usual.power(),
            usual.loss(),
            threshold);
    long[] counts = new long[WORDS];
    Arrays.fill(counts, 7);
    NetworkPlan plan =
        new NetworkPlan(
            new ModelSettings(Cell.LSTM, 2, 6, 4, Start.RANDOM, softmax, 0, 1),
            TRAIN,
            counts,
            null);
    Replica replica = plan.replica();
    replica.named().load(plan.start());
    replica.gradients(Networks.minibatch(WORDS, 2, 3, 1), seed);
    return Slopes.whole(replica.network().gradients().get(9));
  }

  @Test
  void wordVectorsStartFromThoseGiven() {
    float[] vectors = new float[WORDS * 4];
    Arrays.fill(vectors, 0.25f);
    NetworkPlan tuned = plan(Cell.LSTM, Start.WORD2VEC_TUNED, Kind.FULL, vectors);
    assertThat(tuned.start().tensor(Parameters.WORDS).values()).containsOnly(0.25f);
    assertThat(tuned.frozen()).isNull();
    assertThat(plan(Cell.LSTM, Start.WORD2VEC_FROZEN, Kind.FULL, vectors).frozen())
        .isSameAs(vectors);
    assertThatThrownBy(() -> plan(Cell.LSTM, Start.WORD2VEC_TUNED, Kind.FULL, null))
        .hasMessage("model.embeddings = WORD2VEC_TUNED with vectors that do not fit");
  }
}
