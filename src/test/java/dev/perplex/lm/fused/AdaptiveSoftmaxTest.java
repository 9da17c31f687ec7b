package dev.perplex.lm.fused;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.perplex.lm.Cell;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdaptiveSoftmaxTest {
  private static final int WORDS = 20;
  private static final int SIZE = 8;
  private static final int[] LABELS = {2, 7, 19, 12, 6, 0};

  private static NetworkShape shape(Integer... cutoffs) {
    return new NetworkShape(
        WORDS, SIZE, SIZE, 1, Cell.LSTM, SoftmaxKind.ADAPTIVE, List.of(cutoffs), 2);
  }

  private static AdaptiveSoftmax of(Integer... cutoffs) {
    return AdaptiveSoftmax.of(new Parameters(shape(cutoffs)), Slopes.ROWS);
  }

  /** src/test/reference/adaptive_softmax.py, with PyTorch's own module. */
  @Test
  void isPyTorchs() {
    AdaptiveSoftmax softmax = of(6, 12);
    int at = 0;
    for (Tensor tensor : softmax.parameters()) {
      // PyTorch's tails have no biases.
      at = tensor.name().matches(".*tail.*bias") ? at : number(tensor.values(), at);
    }
    float[] hidden = new float[4 * SIZE];
    number(hidden, 1000);
    int[] labels = {2, 7, 19, 12};
    double[] losses = new double[4];
    softmax.losses(hidden, 4, labels, losses);
    assertThat(losses)
        .containsExactly(new double[] {2.445351, 3.946997, 4.425728, 4.656009}, within(2e-6));
    float[] toHidden = new float[hidden.length];
    double loss = softmax.train(hidden, 4, labels, 1, toHidden, 0);
    assertThat(loss).isCloseTo(losses[0] + losses[1] + losses[2] + losses[3], within(1e-5));
    float[] second = {
      -0.166191f, 0.361160f, 0.138731f, -0.378064f, 0.281424f, 0.158014f, -0.427300f, 0.591419f
    };
    float[] projection = {
      -0.111049f, 0.063823f, 0.067948f, -0.063786f, 0.111085f, -0.191395f, -0.016524f, 0.158348f
    };
    for (int c = 0; c < SIZE; c++) {
      assertThat(toHidden[SIZE + c]).isCloseTo(second[c], within(2e-6f));
      assertThat(softmax.gradients().get(5).values()[SIZE + c])
          .isCloseTo(projection[c], within(2e-6f));
    }
    float[] all = new float[WORDS];
    softmax.logProbabilities(hidden, 3, all);
    assertThat(all[0]).isCloseTo(-1.749512f, within(2e-6f));
    assertThat(all[6]).isCloseTo(-3.859817f, within(2e-6f));
    assertThat(all[19]).isCloseTo(-4.644621f, within(2e-6f));
  }

  private static int number(float[] values, int start) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (((start + i) * 37 + 11) % 101 - 50) / 100f;
    }
    return start + values.length;
  }

  /**
   * All zero, 20 words, a head of 6 and two tails: a word of the head has probability 1/8, of the
   * first tail 1/8 * 1/6, of the second 1/8 * 1/8.
   */
  @Test
  void byHand() {
    double[] losses = new double[LABELS.length];
    of(6, 12).losses(new float[LABELS.length * SIZE], LABELS.length, LABELS, losses);
    double[] expected = {8, 48, 64, 64, 48, 8};
    for (int row = 0; row < losses.length; row++) {
      assertThat(losses[row]).isCloseTo(Math.log(expected[row]), within(1e-6));
    }
  }

  @Test
  void tensorsAreAsLongAsTheSettingsSay() {
    List<Tensor> tensors = AdaptiveSoftmax.tensors(shape(6, 12));
    assertThat(tensors.stream().map(t -> t.name() + " " + t.rows() + " x " + t.columns()))
        .containsExactly(
            "softmax.head.weight 8 x 8",
            "softmax.head.bias 1 x 8",
            "softmax.tail.0.0.weight 4 x 8",
            "softmax.tail.0.1.weight 6 x 4",
            "softmax.tail.0.1.bias 1 x 6",
            "softmax.tail.1.0.weight 2 x 8",
            "softmax.tail.1.1.weight 8 x 2",
            "softmax.tail.1.1.bias 1 x 8");
    // A cutoff that is not below the vocabulary is none.
    assertThat(AdaptiveSoftmax.tensors(shape(6, 20))).hasSize(5);
  }

  @Test
  void derivativesAreThoseOfCentralDifferences() {
    for (OutputLayer softmax : List.of(of(6, 12), of(6), of(1, 2, 19), of())) {
      Slopes.fill(softmax);
      assertThat(new Slopes(softmax, SIZE, LABELS).gap()).isLessThan(5e-4);
      // Only words of the head: tails have gradients of zero.
      assertThat(new Slopes(softmax, SIZE, 0, 0, 0).gap()).isLessThan(5e-4);
    }
  }

  /** Derivatives of a layer whose tails begin a word late are not these. */
  @Test
  void wrongDerivativesAreSeen() {
    AdaptiveSoftmax softmax = of(6, 12);
    Slopes.fill(softmax);
    OutputLayer late = new Late(softmax);
    assertThat(new Slopes(softmax, SIZE, LABELS).gap(late)).isGreaterThan(1e-2);
  }

  /** Takes each label for the one before. */
  private record Late(OutputLayer right) implements OutputLayer {
    @Override
    public List<Tensor> parameters() {
      return right.parameters();
    }

    @Override
    public List<Gradient> gradients() {
      return right.gradients();
    }

    @Override
    public double train(
        float[] hidden, int rows, int[] labels, float scale, float[] toHidden, long seed) {
      int[] before = new int[rows];
      for (int row = 0; row < rows; row++) {
        before[row] = Math.max(0, labels[row] - 1);
      }
      return right.train(hidden, rows, before, scale, toHidden, seed);
    }

    @Override
    public void losses(float[] hidden, int rows, int[] labels, double[] into) {
      right.losses(hidden, rows, labels, into);
    }

    @Override
    public void logProbabilities(float[] hidden, int row, float[] into) {
      right.logProbabilities(hidden, row, into);
    }
  }

  @Test
  void withoutTailsItIsTheFullSoftmax() {
    AdaptiveSoftmax adaptive = of();
    Slopes.fill(adaptive);
    List<Tensor> tensors = adaptive.parameters();
    FullSoftmax full = new FullSoftmax(tensors.get(0), tensors.get(1), Slopes.ROWS, tensors);
    float[] hidden = new Slopes(adaptive, SIZE, LABELS).hidden();
    float[] toHidden = new float[hidden.length];
    float[] other = new float[hidden.length];
    assertThat(adaptive.train(hidden, LABELS.length, LABELS, 0.5f, toHidden, 0))
        .isEqualTo(full.train(hidden, LABELS.length, LABELS, 0.5f, other, 0));
    assertThat(toHidden).containsExactly(other);
    assertThat(adaptive.gradients().get(0).values())
        .containsExactly(full.gradients().get(0).values());
  }

  @Test
  void probabilitiesSumToOneAndAreThoseOfTheLosses() {
    for (OutputLayer softmax : List.of(of(6, 12), of(6), of(1, 2, 19), of())) {
      Slopes.fill(softmax);
      float[] hidden = new Slopes(softmax, SIZE, LABELS).hidden();
      double[] losses = new double[LABELS.length];
      softmax.losses(hidden, LABELS.length, LABELS, losses);
      float[] all = new float[WORDS];
      for (int row = 0; row < LABELS.length; row++) {
        softmax.logProbabilities(hidden, row, all);
        double sum = 0;
        for (float each : all) {
          sum += Math.exp(each);
        }
        assertThat(sum).isCloseTo(1, within(1e-6));
        assertThat(-all[LABELS[row]]).isCloseTo((float) losses[row], within(1e-5f));
      }
    }
  }

  @Test
  void startsAtFrequencies() {
    Parameters parameters = new Parameters(shape(6, 12));
    long[] counts = new long[WORDS];
    double total = 0;
    for (int id = 0; id < WORDS; id++) {
      counts[id] = 400 / (id + 1);
      total += counts[id] + 1;
    }
    InitialWeights.startAtFrequencies(parameters, counts);
    float[] all = new float[WORDS];
    AdaptiveSoftmax.of(parameters, 1).logProbabilities(new float[SIZE], 0, all);
    for (int id = 0; id < WORDS; id++) {
      assertThat(Math.exp(all[id])).isCloseTo((counts[id] + 1) / total, within(1e-6));
    }
  }
}
