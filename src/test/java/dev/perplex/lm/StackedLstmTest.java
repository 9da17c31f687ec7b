package dev.perplex.lm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class StackedLstmTest {

  @Test
  void anOutputIsAProbabilityForEachWordAtEachStep() {
    INDArray output = Example.network().output(Example.minibatch().dataSet().getFeatures());
    assertThat(output.shape()).containsExactly(3, Example.VOCABULARY, 4);
    assertThat(output.sum(1).minNumber().doubleValue()).isCloseTo(1, within(1e-5));
    assertThat(output.sum(1).maxNumber().doubleValue()).isCloseTo(1, within(1e-5));
  }

  @Test
  void equalSeedsGiveEqualNetworks() {
    assertThat(Example.network().params()).isEqualTo(Example.network().params());
  }

  @Test
  void theForgetGateStartsOpen() {
    // DL4J's order of the 4 * 6 biases is input (block), forget, output, input gate.
    INDArray bias = Example.network().getLayer(1).getParam("b");
    assertThat(bias.getFloat(5)).isZero();
    assertThat(bias.getFloat(6)).isOne();
    assertThat(bias.getFloat(11)).isOne();
    assertThat(bias.getFloat(12)).isZero();
  }

  /** Stock DL4J is the oracle: same parameters and minibatch, same score and gradients. */
  @Test
  void theFusedSoftmaxTrainsAsDl4jsOwn() {
    MultiLayerNetwork fused = Example.network();
    MultiLayerNetwork stock =
        new MultiLayerNetwork(
            StackedLstm.configuration(
                Example.VOCABULARY, Example.model(), Example.train(1, Updater.ADAM)));
    stock.init(fused.params().dup(), false);
    for (int step = 0; step < 5; step++) {
      fused.fit(Example.minibatch().dataSet());
      stock.fit(Example.minibatch().dataSet());
      assertThat(fused.score()).isCloseTo(stock.score(), within(1e-5));
    }
    assertThat(fused.params().equalsWithEps(stock.params(), 1e-5)).isTrue();
    INDArray gradient = fused.getFlattenedGradients();
    assertThat(gradient.equalsWithEps(stock.getFlattenedGradients(), 1e-5)).isTrue();
  }

  @Test
  void aScoreIsTheSumOfTheLossesOfTheLabelsOverLanes() {
    MultiLayerNetwork network = Example.network();
    Minibatch minibatch = Example.minibatch();
    INDArray output = network.output(minibatch.dataSet().getFeatures());
    double sum = 0;
    for (int lane = 0; lane < 3; lane++) {
      for (int time = 0; time < 4; time++) {
        sum -= Math.log(output.getDouble(lane, minibatch.labels()[lane * 4 + time], time));
      }
    }
    network.fit(minibatch.dataSet());
    assertThat(network.score()).isCloseTo(sum / 3, within(1e-4));
  }

  @Test
  void frozenWordVectorsKeepTheirBitsAndTunedOnesMove() {
    float[] vectors = vectors();
    for (ModelSettings.Start start :
        new ModelSettings.Start[] {
          ModelSettings.Start.WORD2VEC_FROZEN, ModelSettings.Start.WORD2VEC_TUNED
        }) {
      MultiLayerNetwork network =
          StackedLstm.create(
              Example.VOCABULARY, Example.model(start), Example.train(1, Updater.ADAM), vectors);
      assertThat(StackedLstm.wordVectors(network).dup('c').data().asFloat()).isEqualTo(vectors);
      for (int step = 0; step < 3; step++) {
        network.fit(Example.minibatch().dataSet());
      }
      MultiLayerNetwork read = ModelFile.read(ModelFile.bytesWithUpdater(network), "m");
      float[] after = StackedLstm.wordVectors(read).dup('c').data().asFloat();
      if (start == ModelSettings.Start.WORD2VEC_FROZEN) {
        assertThat(after).isEqualTo(vectors);
      } else {
        assertThat(after).isNotEqualTo(vectors);
      }
    }
  }

  @Test
  void vectorsThatDoNotFitAreRefused() {
    assertThatThrownBy(
            () ->
                StackedLstm.create(
                    Example.VOCABULARY,
                    Example.model(ModelSettings.Start.WORD2VEC_TUNED),
                    Example.train(1, Updater.SGD),
                    new float[3]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** The unigram perplexity of the sequence is its period, 10. */
  @Test
  void aSequenceThatRepeatsIsLearned() {
    TrainSettings settings = Example.train(1, Updater.ADAM);
    MultiLayerNetwork network =
        StackedLstm.create(Example.VOCABULARY, Example.model(), settings, null);
    Ids stream = Ids.repeating(3000, 10);
    Minibatches layout = Minibatches.of(settings, stream.size());
    for (long minibatch = 0; minibatch < layout.perEpoch(); minibatch++) {
      network.fit(layout.read(stream, 0, minibatch).dataSet());
    }
    assertThat(Math.exp(network.score() / 5)).isLessThan(2);
  }

  /** Words 3 and 4 stand 5 and 2 times, with one added to each of 12: 6/19, 3/19 and 1/19. */
  @Test
  void theSoftmaxStartsAtTheFrequencies() {
    MultiLayerNetwork network = Example.network();
    long[] counts = new long[Example.VOCABULARY];
    counts[3] = 5;
    counts[4] = 2;
    StackedLstm.startAtFrequencies(network, counts);
    network.getOutputLayer().getParam("W").assign(0);
    INDArray output = network.output(Example.minibatch().dataSet().getFeatures());
    assertThat(output.getDouble(0, 3, 0)).isCloseTo(6 / 19d, within(1e-6));
    assertThat(output.getDouble(2, 4, 3)).isCloseTo(3 / 19d, within(1e-6));
    assertThat(output.getDouble(1, 0, 1)).isCloseTo(1 / 19d, within(1e-6));
  }

  @Test
  void dropoutTrainsToo() {
    ModelSettings model = new ModelSettings(1, 6, 5, ModelSettings.Start.RANDOM);
    MultiLayerNetwork network =
        StackedLstm.create(
            Example.VOCABULARY,
            model,
            Example.train(1, Updater.SGD).with(RegularizationSettings.dropout(0.5)),
            null);
    network.fit(Example.minibatch().dataSet());
    assertThat(network.score()).isPositive().isFinite();
  }

  static float[] vectors() {
    SplittableRandom random = new SplittableRandom(2);
    float[] vectors = new float[Example.VOCABULARY * 5];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = (float) (random.nextDouble() - 0.5);
    }
    return vectors;
  }
}
