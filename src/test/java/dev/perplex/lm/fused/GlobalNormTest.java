package dev.perplex.lm.fused;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.perplex.lm.OptimizerSettings;
import dev.perplex.lm.OptimizerSettings.Method;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GlobalNormTest {

  private static Gradient of(float... values) {
    Gradient gradient = new Gradient(new Tensor("w", 1, values.length));
    System.arraycopy(values, 0, gradient.values(), 0, values.length);
    return gradient;
  }

  /** 3, 4 and 12 in two tensors: 13; bound 6.5 halves all. */
  @Test
  void isOfAllTensors() {
    assertThat(GlobalNorm.of(List.of(of(3, 0, 4), of(0, 12)))).isEqualTo(13);
    assertThat(GlobalNorm.scale(13, 6.5)).isEqualTo(0.5);
    assertThat(GlobalNorm.scale(13, 13)).isEqualTo(1);
    assertThat(GlobalNorm.scale(13, 14)).isEqualTo(1);
    assertThat(GlobalNorm.scale(13, 0)).isEqualTo(1);
  }

  /** src/test/reference/optimizers.py; PyTorch adds 1e-6 to the norm that it divides by. */
  @Test
  void clipsAsPyTorch() {
    Gradient gradient = new Gradient(Steps.tensor(2, 3));
    Steps.fill(gradient, 0);
    double norm = GlobalNorm.of(List.of(gradient));
    assertThat(norm).isCloseTo(2.57390753, within(1e-6));
    gradient.scale(GlobalNorm.scale(norm, 0.5));
    float[] expected = {-0.2913856f, -0.0485643f, 0.1942571f, -0.1942571f, 0.0485643f, 0.2913856f};
    assertThat(gradient.values()).containsExactly(expected, within(1e-6f));
  }

  /** What an earlier, larger minibatch left behind the touched rows is not of this gradient. */
  @Test
  void onlyTouchedRowsCount() {
    Gradient rows = Gradient.ofRows(new Tensor("w", 9, 2));
    rows.touch(new int[] {1, 2, 3, 4}, 4);
    Arrays.fill(rows.values(), 100);
    rows.touch(new int[] {7}, 1);
    rows.values()[0] = 3;
    rows.values()[1] = 4;
    assertThat(GlobalNorm.of(List.of(rows))).isEqualTo(5);
  }

  /** A million small squares beside a large one: a sum in float would lose most of them. */
  @Test
  void sumsInDouble() {
    float[] many = new float[1 << 20];
    Arrays.fill(many, 1e-3f);
    double expected = Math.sqrt(1e6 + 1e-6 * many.length);
    assertThat(GlobalNorm.of(List.of(of(1000), of(many)))).isCloseTo(expected, within(1e-8));
  }

  @Test
  void aNormThatIsNotFiniteIsTold() {
    assertThat(GlobalNorm.of(List.of(of(1, Float.NaN)))).isNaN();
    assertThat(GlobalNorm.of(List.of(of(1, Float.POSITIVE_INFINITY)))).isInfinite();
  }

  /** To scale on the way is to scale first. */
  @ParameterizedTest
  @EnumSource
  void optimizersMoveByScaledGradients(Method method) {
    float[][] results = new float[2][];
    for (int way = 0; way < 2; way++) {
      Tensor tensor = Steps.tensor(3, 5);
      Gradient rows = Gradient.ofRows(tensor);
      Optimizer optimizer = Optimizer.of(OptimizerSettings.usual(method), List.of(rows));
      for (int step = 0; step < 3; step++) {
        Steps.fill(rows, step, step % 3);
        if (way == 0) {
          rows.scale(0.25);
        }
        optimizer.step(List.of(rows), 0.1, way == 0 ? 1 : 0.25);
      }
      results[way] = tensor.values();
    }
    assertThat(results[0]).containsExactly(results[1], within(1e-6f));
  }
}
