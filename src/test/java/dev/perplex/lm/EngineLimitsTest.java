package dev.perplex.lm;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.lm.RegularizationSettings.Masking;
import dev.perplex.lm.SoftmaxSettings.Kind;
import org.junit.jupiter.api.Test;

class EngineLimitsTest {
  private static ModelSettings model(Cell cell, ModelSettings.Start start, Kind softmax) {
    return new ModelSettings(cell, 1, 2, 2, start, SoftmaxSettings.usual(softmax), 0, 1);
  }

  private static TrainSettings train(String engine) {
    return new TrainSettings(engine, 1, 1, 1, 1, 0, 0, 1, Updater.SGD, 1, 5, 0, 1);
  }

  private static void refused(String message, TrainSettings train, ModelSettings model) {
    assertThatThrownBy(() -> EngineLimits.check(train, model)).hasMessage(message);
  }

  @Test
  void dl4jKnowsTheStockLayersAlone() {
    refused(
        "train.model.cell = peephole-lstm, but the engine dl4j knows lstm alone. Set it so, or"
            + " train.engine to fused.",
        train("dl4j"),
        model(Cell.PEEPHOLE_LSTM, ModelSettings.Start.RANDOM, Kind.FULL));
    refused(
        "train.model.softmax.kind = adaptive, but the engine dl4j knows full alone. Set it so, or"
            + " train.engine to fused.",
        train("dl4j"),
        model(Cell.LSTM, ModelSettings.Start.RANDOM, Kind.ADAPTIVE));
  }

  @Test
  void dl4jDropsUnitsAlikeInAllPlaces() {
    TrainSettings train = train("dl4j");
    ModelSettings model = new ModelSettings(1, 2, 2, ModelSettings.Start.RANDOM);
    assertThatCode(() -> EngineLimits.check(train.with(RegularizationSettings.dropout(0.5)), model))
        .doesNotThrowAnyException();
    refused(
        "train.regularization.hidden = 0.2, but the engine dl4j knows 0.1 alone. Set it so, or"
            + " train.engine to fused.",
        train.with(new RegularizationSettings(Masking.STEP, 0.1, 0.2, 0.1, 0, 0, 0, 0)),
        model);
    refused(
        "train.regularization.weights = 0.5, but the engine dl4j knows 0 alone. Set it so, or"
            + " train.engine to fused.",
        train.with(new RegularizationSettings(Masking.STEP, 0, 0, 0, 0, 0.5, 0, 0)),
        model);
  }

  @Test
  void aTiedSoftmaxIsNotFrozen() {
    refused(
        "train.model.embeddings = word2vec-frozen would keep a softmax from learning that is tied"
            + " to them. Set train.model.embeddings to word2vec-tuned, or train.model.softmax.kind"
            + " to full.",
        train("fused"),
        model(Cell.GRU, ModelSettings.Start.WORD2VEC_FROZEN, Kind.TIED));
    assertThatCode(
            () ->
                EngineLimits.check(
                    train("fused"), model(Cell.GRU, ModelSettings.Start.WORD2VEC_TUNED, Kind.TIED)))
        .doesNotThrowAnyException();
  }
}
