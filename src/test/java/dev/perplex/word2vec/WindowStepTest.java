package dev.perplex.word2vec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.perplex.kernel.FloatKernel;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class WindowStepTest {
  private static final int DIMENSION = 5;
  private static final int STRIDE = FloatKernel.padded(DIMENSION);

  /** Some inputs and targets; with random numbers, within 1 of 0. */
  private record Window(float[][] x, float[][] y, float[] labels) {
    static Window random(int m, int n, long seed) {
      FastRandom random = new FastRandom(seed);
      float[] labels = new float[n];
      for (int j = 0; j < n; j++) {
        labels[j] = random.below(2);
      }
      return new Window(rows(m, random), rows(n, random), labels);
    }

    private static float[][] rows(int count, FastRandom random) {
      float[][] rows = new float[count][STRIDE];
      for (float[] row : rows) {
        for (int d = 0; d < DIMENSION; d++) {
          row[d] = random.nextFloat() * 2 - 1;
        }
      }
      return rows;
    }

    Window copy() {
      return new Window(copy(x), copy(y), labels);
    }

    private static float[][] copy(float[][] rows) {
      return Arrays.stream(rows).map(float[]::clone).toArray(float[][]::new);
    }

    double skipGramLoss() {
      double loss = 0;
      for (float[] input : x) {
        loss += WindowLoss.of(input, y, labels, y.length, STRIDE);
      }
      return loss;
    }

    double cbowLoss() {
      float[] mean = new float[STRIDE];
      CbowInput.mean(x, x.length, mean);
      return WindowLoss.of(mean, y, labels, y.length, STRIDE);
    }

    /** After a step of skip-gram, made by a step with room for {@code most} targets. */
    Window skipGram(float rate, int most) {
      Window to = copy();
      WindowStep step = new WindowStep(STRIDE, x.length, most);
      System.arraycopy(to.y, 0, step.targets(), 0, y.length);
      step.move(to.x, x.length, y.length, labels, rate);
      return to;
    }

    Window cbow(float rate) {
      Window to = copy();
      WindowStep step = new WindowStep(STRIDE, x.length, y.length);
      System.arraycopy(to.y, 0, step.targets(), 0, y.length);
      float[] mean = new float[STRIDE];
      CbowInput.mean(to.x, x.length, mean);
      float[] change = step.moveTargets(new float[][] {mean}, y.length, labels, rate);
      CbowInput.move(to.x, x.length, change);
      return to;
    }
  }

  private interface Loss {
    double of(Window window);
  }

  /**
   * The largest difference, over all numbers, of what a step at rate 1 moved and the derivative of
   * the loss.
   *
   * @param inputShare by how much a change of an input counts: its gradient is this times the step
   */
  private static double error(Window from, Window to, Loss loss, double inputShare) {
    double worst = 0;
    for (int row = 0; row < from.x.length + from.y.length; row++) {
      boolean isInput = row < from.x.length;
      for (int d = 0; d < DIMENSION; d++) {
        double moved = row(to, row)[d] - (double) row(from, row)[d];
        double derivative = derivative(from, row, d, loss) / (isInput ? inputShare : 1);
        worst = Math.max(worst, Math.abs(moved + derivative));
      }
    }
    return worst;
  }

  private static float[] row(Window window, int row) {
    return row < window.x.length ? window.x[row] : window.y[row - window.x.length];
  }

  private static double derivative(Window at, int row, int d, Loss loss) {
    float small = 0x1p-7f;
    Window above = at.copy();
    Window below = at.copy();
    row(above, row)[d] += small;
    row(below, row)[d] -= small;
    return (loss.of(above) - loss.of(below)) / (2 * small);
  }

  @Test
  void worksTheCaseDoneByHand() {
    // x = (1, 2), (2, -1); y = (0, 0) of label 1, (2, 1) of label 0. x y^T = (0, 4), (0, 3).
    // With a = sigmoid(4), b = sigmoid(3): E = (1/2, -a), (1/2, -b).
    // x += E y = (1 - 2a, 2 - a), (2 - 2b, -1 - b); y0 += (x0 + x1) / 2 = (1.5, 0.5);
    // y1 -= a x0 + b x1, so (2 - a - 2b, 1 - 2a + b)
    float a = 0.98201379f;
    float b = 0.95257413f;
    float[][] x = {padded(1, 2), padded(2, -1)};
    WindowStep step = new WindowStep(8, 2, 2);
    step.targets()[0] = padded(0, 0);
    step.targets()[1] = padded(2, 1);
    step.move(x, 2, 2, new float[] {1, 0}, 1);
    close(x[0], 1 - 2 * a, 2 - a);
    close(x[1], 2 - 2 * b, -1 - b);
    close(step.targets()[0], 1.5f, 0.5f);
    close(step.targets()[1], 2 - a - 2 * b, 1 - 2 * a + b);
  }

  private static float[] padded(float... values) {
    return Arrays.copyOf(values, 8);
  }

  private static void close(float[] row, float... values) {
    for (int d = 0; d < row.length; d++) {
      assertThat(row[d]).isCloseTo(d < values.length ? values[d] : 0, within(1e-6f));
    }
  }

  @Test
  void lossByHand() {
    // scores 0 and 2: log 2 for the true one, log(1 + e^2) for the drawn one
    double loss =
        WindowLoss.of(
            padded(1, 2), new float[][] {padded(0, 0), padded(2, 0)}, new float[] {1, 0}, 2, 8);
    assertThat(loss).isCloseTo(Math.log(2) + Math.log1p(Math.exp(2)), within(1e-12));
    assertThat(WindowLoss.softplus(1000)).isEqualTo(1000);
    assertThat(WindowLoss.softplus(-1000)).isZero();
    assertThat(WindowLoss.softplus(Double.NaN)).isNaN();
  }

  @Test
  void stepsAgainstTheGradientOfTheLossWhateverTheNumberOfTargets() {
    for (int n : new int[] {1, 2, 5, 6, 7, 12, 17}) {
      for (int m : new int[] {1, 2, 3, 10}) {
        Window from = Window.random(m, n, n * 100L + m);
        assertThat(error(from, from.skipGram(1, n), Window::skipGramLoss, 1))
            .as("skip-gram, %d inputs and %d targets", m, n)
            .isLessThan(1e-3);
        // Each word of CBOW's mean moves by the mean's whole gradient, m times its own.
        assertThat(error(from, from.cbow(1), Window::cbowLoss, 1.0 / m))
            .as("CBOW, %d inputs and %d targets", m, n)
            .isLessThan(1e-3);
      }
    }
  }

  @Test
  void theGradientCheckCatchesPlantedFaults() {
    Window from = Window.random(3, 7, 1);
    float[] turned = from.labels.clone();
    for (int j = 0; j < turned.length; j++) {
      turned[j] = 1 - turned[j];
    }
    Window wrong = new Window(from.x, from.y, turned).skipGram(1, 7);
    assertThat(error(from, wrong, Window::skipGramLoss, 1)).isGreaterThan(0.1);
    assertThat(error(from, from.skipGram(1.1f, 7), Window::skipGramLoss, 1)).isGreaterThan(0.01);
    Window sequential = from; // an input after another, each from what the one before left
    for (int i = 0; i < 3; i++) {
      sequential = oneInput(sequential, i);
    }
    assertThat(error(from, sequential, Window::skipGramLoss, 1)).isGreaterThan(0.01);
    assertThat(error(from, from.cbow(1), Window::cbowLoss, 1)).isGreaterThan(0.1);
  }

  private static Window oneInput(Window from, int i) {
    Window alone = new Window(new float[][] {from.x[i]}, from.y, from.labels).skipGram(1, 7);
    Window to = from.copy();
    to.x[i] = alone.x[0];
    return new Window(to.x, alone.y, from.labels);
  }

  @Test
  void oneTileAndSeveralAgree() {
    // The same six targets, and with six more that cancel: zeros, whose label is the middle.
    Window one = Window.random(4, 6, 3);
    Window several =
        new Window(one.copy().x, Arrays.copyOf(one.copy().y, 12), Arrays.copyOf(one.labels, 12));
    for (int j = 6; j < 12; j++) {
      several.y[j] = new float[STRIDE];
      several.labels[j] = 0.5f;
    }
    Window byOne = one.skipGram(0.5f, 6);
    Window bySeveral = several.skipGram(0.5f, 12);
    for (int i = 0; i < 4; i++) {
      for (int d = 0; d < STRIDE; d++) {
        assertThat(bySeveral.x[i][d]).isCloseTo(byOne.x[i][d], within(1e-6f));
      }
    }
    assertThat(Arrays.copyOf(bySeveral.y, 6)).isDeepEqualTo(byOne.y);
  }

  @Test
  void roomForMoreTargetsChangesNoBit() {
    Window from = Window.random(4, 4, 3);
    Window tight = from.skipGram(0.5f, 4);
    Window roomy = from.skipGram(0.5f, 40);
    assertThat(roomy.x).isDeepEqualTo(tight.x);
    assertThat(roomy.y).isDeepEqualTo(tight.y);
  }

  @Test
  void thePaddingOfATileIsNoStepAtAll() {
    WindowStep step = new WindowStep(STRIDE, 3, 9);
    Window window = Window.random(3, 9, 4);
    for (int n : new int[] {9, 2, 7, 1}) {
      System.arraycopy(window.y, 0, step.targets(), 0, n);
      step.move(window.x, 3, n, window.labels, 1);
      int end = n <= 6 ? 6 : 12;
      for (int j = n; j < end; j++) {
        for (float value : step.targets()[j]) {
          assertThat(Float.floatToRawIntBits(value)).as("n = %d, padding row %d", n, j).isZero();
        }
      }
    }
  }

  @Test
  void theMeanOfCbowByHand() {
    float[] mean = padded(9, 9);
    float[][] inputs = {padded(1, 2), padded(3, 6), padded(100, 100)};
    CbowInput.mean(inputs, 2, mean);
    close(mean, 2, 4);
    CbowInput.move(inputs, 2, padded(10, 20));
    close(inputs[0], 11, 22);
    close(inputs[1], 13, 26);
    close(inputs[2], 100, 100);
  }
}
