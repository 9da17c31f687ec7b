package dev.perplex.lm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class Dl4jLearnerTest {
  private static final int[] FIRST = {4, 5, 6, 4, 9, 2};
  private static final int[] SECOND = {7, 3, 3, 8, 0, 10};
  private final MultiLayerNetwork network = Example.network();

  private static DynamicSettings settings(double rate, double decay, double clip) {
    return new DynamicSettings(rate, decay, 6, clip);
  }

  private static int[] inputs(int before, int[] labels) {
    int[] inputs = new int[labels.length];
    inputs[0] = before;
    System.arraycopy(labels, 0, inputs, 1, labels.length - 1);
    return inputs;
  }

  @Test
  void theGradientFromTheZeroStateIsStockDl4js() {
    DataSet data = new Minibatch(1, 6, inputs(1, FIRST), FIRST).dataSet();
    MultiLayerNetwork stock = ModelFile.read(ModelFile.bytes(network), "m");
    stock.setInput(data.getFeatures());
    stock.setLabels(data.getLabels());
    stock.computeGradientAndScore();
    float[] expected = stock.getFlattenedGradients().dup().data().asFloat();
    INDArray gradient =
        new Dl4jLearner(network, settings(1, 0, 0)).gradient(inputs(1, FIRST), FIRST);
    assertThat(gradient.dup().data().asFloat()).containsExactly(expected, within(2e-6f));
  }

  /** By central differences, with the state at the start held fixed. */
  @Test
  void theNextGradientIsTakenFromTheCarriedState() {
    Dl4jLearner learner = new Dl4jLearner(network, settings(1, 0, 0));
    learner.gradient(inputs(1, FIRST), FIRST);
    float[] gradient = learner.gradient(inputs(2, SECOND), SECOND).dup().data().asFloat();
    float[] start = network.params().dup().data().asFloat();
    SplittableRandom random = new SplittableRandom(8);
    float[] way = new float[start.length];
    double slope = 0;
    for (int i = 0; i < way.length; i++) {
      way[i] = random.nextBoolean() ? 1 : -1;
      slope += (double) gradient[i] * way[i];
    }
    double step = 2e-3;
    double difference = lossAfter(start, way, step) - lossAfter(start, way, -step);
    assertThat(difference / (2 * step)).isCloseTo(slope, within(2e-2 * Math.abs(slope)));
    // The zero state in its place would show.
    float[] fresh =
        new Dl4jLearner(network, settings(1, 0, 0))
            .gradient(inputs(2, SECOND), SECOND)
            .dup()
            .data()
            .asFloat();
    assertThat(distance(fresh, gradient)).isGreaterThan(1e-3);
  }

  private double lossAfter(float[] start, float[] way, double step) {
    MultiLayerNetwork moving = ModelFile.read(ModelFile.bytes(network), "m");
    Dl4jReader reader = new Dl4jReader(new Dl4jSteps(moving));
    reader.losses(FIRST);
    float[] moved = start.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += (float) (step * way[i]);
    }
    moving.params().assign(Nd4j.createFromArray(moved).reshape(1, moved.length));
    return Arrays.stream(reader.losses(SECOND)).sum();
  }

  private static double distance(float[] one, float[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += Math.pow(one[i] - other[i], 2);
    }
    return Math.sqrt(sum);
  }

  @Test
  void whatWasReadBecomesLikelierAndTheModelIsLeftAlone() {
    float[] before = network.params().dup().data().asFloat();
    LanguageModel model = new Dl4jModel(network);
    Reading reading = new Reading(Reading.State.STREAM, CacheSettings.NONE, settings(0.3, 0, 0));
    LanguageReader reader = reading.reader(model);
    double first = Arrays.stream(reader.losses(FIRST)).sum();
    assertThat(first).isCloseTo(Arrays.stream(model.reader().losses(FIRST)).sum(), within(1e-5));
    double last = first;
    for (int i = 0; i < 40; i++) {
      last = Arrays.stream(reader.losses(FIRST)).sum();
    }
    assertThat(last).isLessThan(0.7 * first);
    assertThat(network.params().dup().data().asFloat()).isEqualTo(before);
    reader.reset();
    assertThat(Arrays.stream(reader.losses(FIRST)).sum()).isCloseTo(first, within(1e-5));
  }

  @Test
  void clippingAndDecayBoundHowFarTheWeightsGo() {
    float[] before = network.params().dup().data().asFloat();
    Dl4jLearner clipped = new Dl4jLearner(network, settings(1, 0, 0.01));
    clipped.learn(inputs(1, FIRST), FIRST);
    assertThat(distance(clipped.parameters(), before)).isCloseTo(0.01, within(1e-5));
    Dl4jLearner pulled = new Dl4jLearner(network, settings(1, 1, 0.01));
    pulled.learn(inputs(1, FIRST), FIRST);
    pulled.learn(inputs(2, SECOND), SECOND);
    assertThat(distance(pulled.parameters(), before))
        .as("all the way back, then one step")
        .isCloseTo(0.01, within(1e-5));
  }
}
