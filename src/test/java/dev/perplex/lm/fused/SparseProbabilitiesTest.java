package dev.perplex.lm.fused;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.perplex.kernel.SparseKernel;
import dev.perplex.lm.Cell;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleFunction;
import org.junit.jupiter.api.Test;

/** The softmax's gradient of few words: right on average, and by as much as the law says. */
class SparseProbabilitiesTest {
  private static final int WORDS = 300; // over a block
  private static final int SIZE = 4;
  private static final int[] LABELS = {2, 290, 7};
  private static final double THRESHOLD = 1.0 / 16;
  private static final float SCALE = 0.5f;
  private static final int SEEDS = 4000;

  private static List<Tensor> tensors(int words) {
    List<Tensor> tensors =
        List.of(new Tensor("softmax.weight", words, SIZE), new Tensor("softmax.bias", 1, words));
    for (int i = 0; i < 2; i++) {
      Slopes.fill(tensors.get(i).values(), i);
      for (int j = 0; j < tensors.get(i).values().length; j++) {
        tensors.get(i).values()[j] *= 0.5f;
      }
    }
    return tensors;
  }

  private static FullSoftmax full(List<Tensor> tensors, double threshold) {
    return new FullSoftmax(tensors.get(0), tensors.get(1), LABELS.length, tensors, threshold);
  }

  private static float[] hidden() {
    float[] hidden = new float[LABELS.length * SIZE];
    Slopes.fill(hidden, 9);
    return hidden;
  }

  /** All derivatives of a minibatch, one after another: by hidden, then by each parameter. */
  private static float[] derivatives(OutputLayer layer, long seed) {
    float[] toHidden = new float[LABELS.length * SIZE];
    Arrays.fill(toHidden, 77); // to be overwritten
    layer.train(hidden(), LABELS.length, LABELS, SCALE, toHidden, seed);
    int length = toHidden.length;
    for (Gradient gradient : layer.gradients()) {
      length += gradient.length();
    }
    float[] all = Arrays.copyOf(toHidden, length);
    int at = toHidden.length;
    for (Gradient gradient : layer.gradients()) {
      System.arraycopy(gradient.values(), 0, all, at, gradient.length());
      at += gradient.length();
    }
    return all;
  }

  /**
   * The mean over seeds against the exact derivatives: by how many standard errors the farthest is
   * off. Of some 1,500 numbers, one is over 5 in less than one of a thousand cases.
   */
  private static double farthest(OutputLayer layer, OutputLayer exact) {
    float[] expected = derivatives(exact, 0);
    double[] sums = new double[expected.length];
    double[] squares = new double[expected.length];
    for (int seed = 0; seed < SEEDS; seed++) {
      float[] each = derivatives(layer, seed);
      for (int i = 0; i < each.length; i++) {
        double off = (double) each[i] - expected[i];
        sums[i] += off;
        squares[i] += off * off;
      }
    }
    double farthest = 0;
    double rounding = 1e-6;
    for (int i = 0; i < sums.length; i++) {
      double error = Math.sqrt(squares[i] / SEEDS / SEEDS);
      farthest = Math.max(farthest, Math.abs(sums[i]) / SEEDS / (error + rounding));
    }
    return farthest;
  }

  @Test
  void itIsTheExactGradientOnAverage() {
    List<Tensor> tensors = tensors(WORDS);
    assertThat(farthest(full(tensors, THRESHOLD), full(tensors, 0))).isLessThan(5);
  }

  @Test
  void soItIsWhereTheSoftmaxIsAdaptive() {
    NetworkShape shape =
        new NetworkShape(400, SIZE, SIZE, 1, Cell.LSTM, SoftmaxKind.ADAPTIVE, List.of(150), 1);
    Parameters parameters = Networks.drawn(shape, 1);
    DoubleFunction<OutputLayer> of =
        threshold -> AdaptiveSoftmax.of(parameters, LABELS.length, threshold);
    assertThat(farthest(of.apply(THRESHOLD), of.apply(0))).isLessThan(5);
  }

  @Test
  void soItIsWhereTheSoftmaxIsTied() {
    NetworkShape shape = new NetworkShape(WORDS, 3, SIZE, 1, Cell.LSTM, SoftmaxKind.TIED);
    Parameters parameters = Networks.drawn(shape, 1);
    DoubleFunction<OutputLayer> of =
        threshold -> new TiedSoftmax(parameters, LABELS.length, threshold);
    assertThat(farthest(of.apply(THRESHOLD), of.apply(0))).isLessThan(5);
  }

  /** Planted: what is kept counts as it is, as if it had been sure to be kept. */
  @Test
  void keptWithoutMakingUpForTheOthersIsSeen() {
    List<Tensor> tensors = tensors(WORDS);
    SparseProbabilities wrong =
        new SparseProbabilities(THRESHOLD, LABELS.length, WORDS, FullSoftmax.BLOCK) {
          @Override
          float counted(float value, float least) {
            return value;
          }
        };
    FullSoftmax layer =
        new FullSoftmax(tensors.get(0), tensors.get(1), LABELS.length, tensors, wrong);
    assertThat(farthest(layer, full(tensors, 0))).isGreaterThan(20);
  }

  /** Planted: the same words whatever the seed. */
  @Test
  void wordsThatAreNotDrawnAreSeen() {
    List<Tensor> tensors = tensors(WORDS);
    OutputLayer right = full(tensors, THRESHOLD);
    OutputLayer wrong =
        new OutputLayer() {
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
            return right.train(hidden, rows, labels, scale, toHidden, 1);
          }

          @Override
          public void losses(float[] hidden, int rows, int[] labels, double[] into) {
            right.losses(hidden, rows, labels, into);
          }

          @Override
          public void logProbabilities(float[] hidden, int row, float[] into) {
            right.logProbabilities(hidden, row, into);
          }
        };
    assertThat(farthest(wrong, full(tensors, 0))).isGreaterThan(20);
  }

  /**
   * Word 0 of 16 has a probability of 3/5, the others 2/75 each; at a threshold of 1/2 the first is
   * kept as it is, and of the others those whose random number is below 2/75 / (1/2) = 4/75, as
   * 1/2. The label, word 3, has 1 less. Scaled by 1/2, weights of words w are w / 16, hidden is 2.
   */
  @Test
  void byHand() {
    Tensor weights = new Tensor("softmax.weight", 16, 1);
    Tensor bias = new Tensor("softmax.bias", 1, 16);
    for (int word = 0; word < 16; word++) {
      weights.values()[word] = word / 16f;
      bias.values()[word] = (float) Math.log(word == 0 ? 3 / 5.0 : 2 / 75.0) - word / 8f;
    }
    FullSoftmax layer = new FullSoftmax(weights, bias, 1, List.of(weights, bias), 0.5);
    int drawn = 0;
    for (long seed = 0; seed < 20; seed++) {
      float[] toHidden = new float[1];
      double loss = layer.train(new float[] {2}, 1, new int[] {3}, 0.5f, toHidden, seed);
      assertThat(loss).isCloseTo(-Math.log(2 / 75.0), within(1e-6));
      double expectedToHidden = 0;
      for (int word = 0; word < 16; word++) {
        float u = SparseKernel.uniform(SparseProbabilities.stream(seed, 0), word);
        boolean isDrawn = word > 0 && u < 4 / 75.0;
        drawn += isDrawn ? 1 : 0;
        double slope = (word == 0 ? 3 / 5.0 : isDrawn ? 1 / 2.0 : 0) - (word == 3 ? 1 : 0);
        expectedToHidden += slope / 2 * word / 16;
        assertThat(layer.gradients().get(1).values()[word])
            .isCloseTo((float) slope / 2, within(1e-6f));
        assertThat(layer.gradients().get(0).values()[word]).isCloseTo((float) slope, within(1e-6f));
      }
      assertThat(toHidden[0]).isCloseTo((float) expectedToHidden, within(1e-6f));
    }
    assertThat(drawn).isBetween(5, 30); // 16 expected of 300
  }

  /** Of one row's derivatives by scores: p (threshold - p), which is less than threshold * p. */
  @Test
  void variancesAreThoseOfTheLaw() {
    List<Tensor> tensors = tensors(WORDS);
    FullSoftmax layer = full(tensors, THRESHOLD);
    float[] exact = new float[WORDS];
    full(tensors, 0).logProbabilities(hidden(), 0, exact);
    double[] squares = new double[WORDS];
    for (int seed = 0; seed < SEEDS; seed++) {
      layer.train(hidden(), 1, LABELS, 1, new float[SIZE], seed);
      float[] slopes = layer.gradients().get(1).values();
      for (int word = 0; word < WORDS; word++) {
        double p = Math.exp(exact[word]);
        squares[word] += Math.pow(slopes[word] + (word == LABELS[0] ? 1 : 0) - p, 2);
      }
    }
    double allSquares = 0;
    double allExpected = 0;
    double farthest = 0;
    for (int word = 0; word < WORDS; word++) {
      double p = Math.exp(exact[word]);
      assertThat(p).isLessThan(THRESHOLD);
      double expected = p * (THRESHOLD - p);
      // A share p / threshold of the squares is (threshold - p)^2, the others are p^2.
      double share = p / THRESHOLD;
      double spread =
          Math.abs(Math.pow(THRESHOLD - p, 2) - p * p) * Math.sqrt(share * (1 - share) / SEEDS);
      farthest = Math.max(farthest, Math.abs(squares[word] / SEEDS - expected) / spread);
      allSquares += squares[word] / SEEDS;
      allExpected += expected;
    }
    assertThat(farthest).isLessThan(5);
    assertThat(allSquares / allExpected).isCloseTo(1, within(0.02));
    assertThat(allSquares).isLessThan(THRESHOLD);
  }

  /** As many as the sum of min(1, p / threshold) on average, at most 1 / threshold. */
  @Test
  void fewAreKept() {
    int words = 5000; // alike: more may be kept of the first blocks than there is room for
    Tensor weights = new Tensor("softmax.weight", words, SIZE);
    Tensor bias = new Tensor("softmax.bias", 1, words);
    bias.values()[4000] = (float) Math.log(words); // nearly half
    SparseProbabilities kept =
        new SparseProbabilities(THRESHOLD, LABELS.length, words, FullSoftmax.BLOCK);
    FullSoftmax layer = new FullSoftmax(weights, bias, LABELS.length, List.of(weights, bias), kept);
    double sum = 0;
    int seeds = 200;
    for (int seed = 0; seed < seeds; seed++) {
      layer.train(hidden(), LABELS.length, LABELS, 1, new float[hidden().length], seed);
      sum += kept.count();
    }
    double expected = 1 + 0.5 / THRESHOLD;
    assertThat(sum / seeds / LABELS.length)
        .isCloseTo(expected, within(5 * Math.sqrt(expected / seeds / LABELS.length)))
        .isLessThan(1 / THRESHOLD);
  }

  @Test
  void theSeedDecides() {
    List<Tensor> tensors = tensors(WORDS);
    float[] once = derivatives(full(tensors, THRESHOLD), 5);
    assertThat(derivatives(full(tensors, THRESHOLD), 5)).containsExactly(once);
    FullSoftmax used = full(tensors, THRESHOLD);
    derivatives(used, 6);
    assertThat(derivatives(used, 5)).containsExactly(once); // whatever it did before
    assertThat(derivatives(used, 6)).isNotEqualTo(once);
    // Rows of one minibatch draw for themselves.
    assertThat(SparseProbabilities.stream(5, 0)).isNotEqualTo(SparseProbabilities.stream(5, 1));
  }

  @Test
  void lossesAreExact() {
    List<Tensor> tensors = tensors(WORDS);
    double exact =
        full(tensors, 0).train(hidden(), 3, LABELS, SCALE, new float[hidden().length], 1);
    assertThat(full(tensors, THRESHOLD).train(hidden(), 3, LABELS, SCALE, new float[12], 1))
        .isEqualTo(exact);
    double[] losses = new double[3];
    full(tensors, THRESHOLD).losses(hidden(), 3, LABELS, losses);
    assertThat(losses[0] + losses[1] + losses[2]).isEqualTo(exact);
  }

  @Test
  void fewWordsHaveTheExactGradient() {
    List<Tensor> tensors = tensors(127); // below 8 * 16
    int[] labels = {2, 100, 7};
    float[] exact = new float[12];
    full(tensors, 0).train(hidden(), 3, labels, SCALE, exact, 1);
    float[] ours = new float[12];
    full(tensors, THRESHOLD).train(hidden(), 3, labels, SCALE, ours, 1);
    assertThat(ours).containsExactly(exact);
  }

  /** Scores near 0 in the first block, one of 100 in the second: all the rest is not kept. */
  @Test
  void aLateHighScoreOutweighsWhatMightHaveBeenKept() {
    List<Tensor> tensors = tensors(600);
    tensors.get(1).values()[500] = 100;
    FullSoftmax layer = full(tensors, THRESHOLD);
    double loss = layer.train(hidden(), 1, new int[] {3}, 1, new float[SIZE], 1);
    assertThat(loss).isCloseTo(100, within(4.0));
    float[] expected = new float[600];
    expected[3] = -1;
    expected[500] = 1;
    assertThat(layer.gradients().get(1).values()).containsExactly(expected, within(1e-6f));
  }

  /** A minibatch that is not finite has a loss that is not, and moves nothing. */
  @Test
  void whatIsNotFiniteHasNoFiniteLoss() {
    List<Tensor> tensors = tensors(WORDS);
    tensors.get(1).values()[270] = Float.NaN;
    assertThat(full(tensors, THRESHOLD).train(hidden(), 3, LABELS, 1, new float[12], 1)).isNaN();
  }
}
