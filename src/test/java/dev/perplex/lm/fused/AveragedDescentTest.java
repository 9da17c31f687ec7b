package dev.perplex.lm.fused;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.perplex.lm.OptimizerSettings;
import dev.perplex.lm.OptimizerSettings.Method;
import java.util.List;
import org.junit.jupiter.api.Test;

class AveragedDescentTest {
  private static final double[] WORSE = {1, 1, 1, 1, 1, 1, 2};

  private static Optimizer of(Gradient gradient) {
    return Optimizer.of(OptimizerSettings.usual(Method.NT_ASGD), List.of(gradient));
  }

  /** Weight 8, gradients 1, 2, 3 at rate 1: 7, 5, 2; averaging from the second step on: 3.5. */
  @Test
  void theMeanIsOfTheWeightsAfterEachStepSinceTheTrigger() {
    Tensor tensor = new Tensor("w", 1, 1);
    tensor.values()[0] = 8;
    Gradient gradient = new Gradient(tensor);
    Optimizer optimizer = of(gradient);
    gradient.values()[0] = 1;
    optimizer.step(List.of(gradient), 1);
    assertThat(optimizer.averages()).isEmpty();
    optimizer.validated(WORSE);
    gradient.values()[0] = 2;
    optimizer.step(List.of(gradient), 1);
    gradient.values()[0] = 3;
    optimizer.step(List.of(gradient), 1);
    assertThat(tensor.values()[0]).isEqualTo(2);
    assertThat(optimizer.averages().get(0).values()).containsExactly(3.5f);
  }

  /** Rows that rest count at each step all the same, whenever the means are asked for. */
  @Test
  void rowsThatRestAreInTheMean() {
    int[][] rests = {{}, {1}, {0, 1}, {2}, {1}, {1, 2}};
    for (int asked = -1; asked < rests.length; asked++) {
      Gradient all = new Gradient(Steps.tensor(3, 5));
      Gradient rows = Gradient.ofRows(Steps.tensor(3, 5));
      Optimizer dense = of(all);
      Optimizer sparse = of(rows);
      dense.validated(WORSE);
      sparse.validated(WORSE);
      for (int step = 0; step < rests.length; step++) {
        Steps.fill(all, step, rests[step]);
        dense.step(List.of(all), 0.1);
        Steps.fill(rows, step, rests[step]);
        sparse.step(List.of(rows), 0.1);
        if (step == asked) {
          sparse.averages();
        }
      }
      float[] expected = dense.averages().get(0).values();
      float[] actual = sparse.averages().get(0).values();
      for (int i = 0; i < expected.length; i++) {
        assertThat(actual[i]).as("element %d", i).isCloseTo(expected[i], within(1e-6f));
        boolean isLast = all.tensor().values()[i] == expected[i];
        assertThat(isLast).as("element %d is the last weight and no mean", i).isFalse();
      }
    }
  }

  /** With patience 2, validation i is held against the best up to i - 3. */
  @Test
  void theTriggerIsAValidationThatIsWorseThanAllOldOnes() {
    assertThat(NonMonotonic.start(2)).isEqualTo(-1);
    assertThat(NonMonotonic.start(2, 5, 4, 3, 2, 1)).isEqualTo(-1);
    assertThat(NonMonotonic.start(2, 5, 4, 3, 4.5)).isEqualTo(-1);
    assertThat(NonMonotonic.start(2, 5, 4, 3, 4.5, 4.5)).isEqualTo(4);
    assertThat(NonMonotonic.start(2, 5, 4, 3, 4.5, 4.5, 1, 1)).isEqualTo(4);
    assertThat(NonMonotonic.start(2, 5, 6, 6, 5)).isEqualTo(-1);
    assertThat(NonMonotonic.start(2, 5, 6, 6, 5.1)).isEqualTo(3);
    assertThat(NonMonotonic.start(2, Double.NaN, 6, 6, 5, Double.NaN, 5.5)).isEqualTo(-1);
    assertThat(NonMonotonic.start(2, Double.NaN, 6, 6, 5, 6.1)).isEqualTo(4);
  }
}
