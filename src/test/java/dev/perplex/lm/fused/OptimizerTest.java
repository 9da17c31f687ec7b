package dev.perplex.lm.fused;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.perplex.lm.OptimizerSettings;
import dev.perplex.lm.OptimizerSettings.Method;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OptimizerTest {
  private static final int[] NONE = {};

  private static OptimizerSettings settings(Method method, double weightDecay) {
    return new OptimizerSettings(method, weightDecay, 0.9, 0.999, 1e-8, 5);
  }

  /** One step on w = 1, g = 2, rate .1, by hand. */
  @ParameterizedTest
  @CsvSource({
    "SGD, 0.8", // 1 - .1 * 2
    "NT_ASGD, 0.8",
    "ADAGRAD, 0.9", // 1 - .1 * 2 / sqrt(4)
    "RMSPROP, -2.1622777", // 1 - .1 * 2 / sqrt(.001 * 4)
    "ADAMW, 0.9" // m' = 2, v' = 4: 1 - .1 * 2 / 2
  })
  void aStepByHand(Method method, float expected) {
    Tensor tensor = new Tensor("w", 1, 1);
    tensor.values()[0] = 1;
    Gradient gradient = new Gradient(tensor);
    gradient.values()[0] = 2;
    Optimizer.of(settings(method, 0), List.of(gradient)).step(List.of(gradient), 0.1);
    assertThat(tensor.values()[0]).isCloseTo(expected, within(1e-5f));
  }

  /** src/test/reference/optimizers.py: five steps of rate .1 in PyTorch. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SGD | 0.01 | -0.6226301, -0.0992014, 0.4229287, -0.4227544, 0.1000247, 0.2978044",
        "ADAGRAD | 0 | -0.5843490, -0.1122720, 0.3607592, -0.4337719, -0.0764979, 0.3874997",
        "RMSPROP | 0 | 0.6575547, 0.2782529, -0.0757900, 1.5935446, -2.4180282, -3.0597500",
        "ADAMW | 0.01 | -0.3421697, -0.1223540, 0.3826251, -0.2971574, -0.1135018, 0.3217349"
      })
  void fiveStepsAsPyTorchHasThem(Method method, double weightDecay, String expected) {
    Tensor tensor = Steps.tensor(2, 3);
    Gradient gradient = new Gradient(tensor);
    Optimizer optimizer = Optimizer.of(settings(method, weightDecay), List.of(gradient));
    Steps.run(optimizer, gradient, 0.1, new int[5][0]);
    String[] numbers = expected.split(",");
    for (int i = 0; i < numbers.length; i++) {
      assertThat(tensor.values()[i]).isCloseTo(Float.parseFloat(numbers[i].strip()), within(2e-6f));
    }
  }

  /** A gradient of rows that touches all of them at each step is one of all rows, to the bit. */
  @ParameterizedTest
  @EnumSource
  void rowsAllTouchedMoveAsAll(Method method) {
    Tensor dense = Steps.tensor(3, 5);
    Gradient all = new Gradient(dense);
    Steps.run(Optimizer.of(settings(method, 0.01), List.of(all)), all, 0.1, new int[7][0]);
    Tensor sparse = Steps.tensor(3, 5);
    Gradient rows = Gradient.ofRows(sparse);
    Steps.run(Optimizer.of(settings(method, 0.01), List.of(rows)), rows, 0.1, new int[7][0]);
    assertThat(sparse.values()).containsExactly(dense.values());
  }

  /** Row 1 rests in steps 1 to 3, row 0 in step 2: in the end both are where zeros bring them. */
  private static final int[][] RESTS = {NONE, {1}, {0, 1}, {1}, NONE};

  @ParameterizedTest
  @EnumSource(
      value = Method.class,
      names = {"SGD", "ADAGRAD", "RMSPROP", "NT_ASGD"})
  void aRowThatRestedIsWhereZeroGradientsBringIt(Method method) {
    Tensor dense = Steps.tensor(3, 5);
    Gradient all = new Gradient(dense);
    Optimizer denseOptimizer = Optimizer.of(settings(method, 0.01), List.of(all));
    Steps.run(denseOptimizer, all, 0.1, RESTS);
    Tensor sparse = Steps.tensor(3, 5);
    Gradient rows = Gradient.ofRows(sparse);
    Optimizer sparseOptimizer = Optimizer.of(settings(method, 0.01), List.of(rows));
    Steps.run(sparseOptimizer, rows, 0.1, RESTS);
    assertClose(sparse.values(), dense.values());
  }

  /** AdamW's moments too, and it has gone on by the mean of past gradients as the dense one did. */
  @Test
  void aRowThatRestedHasGoneOnAsTheDenseAdam() {
    Tensor dense = Steps.tensor(3, 5);
    Gradient all = new Gradient(dense);
    Optimizer denseOptimizer = Optimizer.of(settings(Method.ADAMW, 0), List.of(all));
    Steps.run(denseOptimizer, all, 0.1, RESTS);
    Tensor sparse = Steps.tensor(3, 5);
    Gradient rows = Gradient.ofRows(sparse);
    Optimizer sparseOptimizer = Optimizer.of(settings(Method.ADAMW, 0), List.of(rows));
    Steps.run(sparseOptimizer, rows, 0.1, RESTS);
    assertThat(sparseOptimizer.state().get(1).name()).isEqualTo("optimizer.means.w");
    assertClose(sparseOptimizer.state().get(1).values(), denseOptimizer.state().get(1).values());
    assertClose(sparseOptimizer.state().get(2).values(), denseOptimizer.state().get(2).values());
    // Planted: without making up for the rest, the mean would be this far off.
    float kept = denseOptimizer.state().get(1).values()[5];
    float forgotten = 0.9f * 0.1f * Steps.slope(5, 0) + 0.1f * Steps.slope(5, 4);
    assertThat(Math.abs(kept - forgotten)).isGreaterThan(1e-3f);
    assertClose(sparse.values(), dense.values());
  }

  /** Rows that are read before they are touched have moved by then, and not once more after it. */
  @Test
  void aRowThatIsReadHasMadeUpForItsRest() {
    Tensor dense = Steps.tensor(3, 5);
    Gradient all = new Gradient(dense);
    Optimizer denseOptimizer = Optimizer.of(settings(Method.ADAMW, 0), List.of(all));
    int[][] rests = {NONE, {1}, {1}, {1}, {1}, {1}, {1}};
    Steps.run(denseOptimizer, all, 0.1, rests);
    Tensor sparse = Steps.tensor(3, 5);
    Gradient rows = Gradient.ofRows(sparse);
    Optimizer sparseOptimizer = Optimizer.of(settings(Method.ADAMW, 0), List.of(rows));
    Steps.run(sparseOptimizer, rows, 0.1, rests);
    // What a rare word learns mostly comes after its step.
    assertThat(Math.abs(sparse.values()[5] - dense.values()[5])).isGreaterThan(0.1f);
    sparseOptimizer.read(sparse, new int[] {1, 1}, 0.1);
    sparseOptimizer.read(sparse, new int[] {1}, 0.1);
    assertClose(sparse.values(), dense.values());
  }

  @ParameterizedTest
  @EnumSource
  void rowsThatWereNotTouchedStayToTheBit(Method method) {
    Tensor tensor = Steps.tensor(3, 5);
    float[] before = tensor.values().clone();
    Gradient rows = Gradient.ofRows(tensor);
    int[][] rests = {{0, 2}, {0, 2}, {0, 2}};
    Steps.run(Optimizer.of(settings(method, 0.1), List.of(rows)), rows, 0.5, rests);
    for (int i = 0; i < before.length; i++) {
      boolean touched = i / 5 == 1;
      boolean moved = tensor.values()[i] != before[i];
      assertThat(moved).as("element %d", i).isEqualTo(touched);
    }
  }

  /** Without a gradient, k steps of rate r leave (1 - r * decay)^k of a weight. */
  @Test
  void weightsDecayByTheStepsOfTheirRest() {
    Tensor tensor = new Tensor("w", 2, 1);
    tensor.values()[0] = 8;
    Gradient rows = Gradient.ofRows(tensor);
    Optimizer optimizer = Optimizer.of(settings(Method.SGD, 0.5), List.of(rows));
    rows.touch(new int[] {1}, 1);
    optimizer.step(List.of(rows), 1);
    optimizer.step(List.of(rows), 1);
    assertThat(tensor.values()[0]).isEqualTo(8);
    rows.touch(new int[] {0}, 1);
    optimizer.step(List.of(rows), 1);
    assertThat(tensor.values()[0]).isEqualTo(1);
  }

  /** The state goes into a new optimizer between two steps, and no bit shows it. */
  @ParameterizedTest
  @EnumSource
  void goesOnFromItsState(Method method) {
    Tensor straight = Steps.tensor(3, 5);
    Gradient gradient = Gradient.ofRows(straight);
    Optimizer optimizer = Optimizer.of(settings(method, 0.01), List.of(gradient));
    optimizer.validated(1, 2, 3, 4, 5, 6, 7);
    Tensor broken = Steps.tensor(3, 5);
    Gradient other = Gradient.ofRows(broken);
    Optimizer first = Optimizer.of(settings(method, 0.01), List.of(other));
    first.validated(1, 2, 3, 4, 5, 6, 7);
    for (int step = 0; step < RESTS.length; step++) {
      Steps.fill(gradient, step, RESTS[step]);
      optimizer.step(List.of(gradient), 0.1);
      Optimizer next = Optimizer.of(settings(method, 0.01), List.of(other));
      for (int i = 0; i < next.state().size(); i++) {
        float[] values = first.state().get(i).values();
        System.arraycopy(values, 0, next.state().get(i).values(), 0, values.length);
      }
      Steps.fill(other, step, RESTS[step]);
      next.step(List.of(other), 0.1);
      first = next;
    }
    assertThat(broken.values()).containsExactly(straight.values());
    assertThat(first.averages().size()).isEqualTo(optimizer.averages().size());
    for (int i = 0; i < first.averages().size(); i++) {
      assertThat(first.averages().get(i).values())
          .containsExactly(optimizer.averages().get(i).values());
    }
  }

  @Test
  void gradientsOfOtherTensorsAreRefused() {
    Gradient own = new Gradient(Steps.tensor(1, 2));
    Gradient other = new Gradient(new Tensor("v", 1, 2));
    Optimizer optimizer = Optimizer.of(settings(Method.SGD, 0), List.of(own));
    assertThatThrownBy(() -> optimizer.step(List.of(other), 1))
        .hasMessage("gradient 0 is of v and not of w");
    assertThatThrownBy(() -> optimizer.step(List.of(), 1)).hasMessage("0 gradients of 1 tensors");
  }

  private static void assertClose(float[] actual, float[] expected) {
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).as("element %d", i).isCloseTo(expected[i], within(1e-6f));
    }
  }
}
