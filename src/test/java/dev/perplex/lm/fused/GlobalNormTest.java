package dev.perplex.lm.fused;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class GlobalNormTest {

  private static Gradient of(float... values) {
    Gradient gradient = new Gradient(new Tensor("w", 1, values.length));
    System.arraycopy(values, 0, gradient.values(), 0, values.length);
    return gradient;
  }

  /** 3, 4 and 12 in two tensors: 13; bound 6.5 halves all. */
  @Test
  void oneFactorForAllTensors() {
    List<Gradient> gradients = List.of(of(3, 0, 4), of(0, 12));
    assertThat(GlobalNorm.clip(gradients, 6.5)).isEqualTo(13);
    assertThat(gradients.get(0).values()).containsExactly(1.5f, 0, 2);
    assertThat(gradients.get(1).values()).containsExactly(0, 6);
  }

  @Test
  void aNormWithinTheBoundChangesNothing() {
    List<Gradient> gradients = List.of(of(3, 0, 4));
    assertThat(GlobalNorm.clip(gradients, 5)).isEqualTo(5);
    assertThat(GlobalNorm.clip(gradients, 0)).isEqualTo(5);
    assertThat(gradients.get(0).values()).containsExactly(3, 0, 4);
  }

  /** src/test/reference/optimizers.py; PyTorch adds 1e-6 to the norm that it divides by. */
  @Test
  void clipsAsPyTorch() {
    Gradient gradient = new Gradient(Steps.tensor(2, 3));
    Steps.fill(gradient, 0);
    assertThat(GlobalNorm.clip(List.of(gradient), 0.5)).isCloseTo(2.57390753, within(1e-7));
    float[] expected = {-0.2913856f, -0.0485643f, 0.1942571f, -0.1942571f, 0.0485643f, 0.2913856f};
    assertThat(gradient.values()).containsExactly(expected, within(1e-6f));
  }

  /** What an earlier, larger minibatch left behind the touched rows is not of this gradient. */
  @Test
  void onlyTouchedRowsCount() {
    Gradient rows = Gradient.ofRows(new Tensor("w", 9, 2));
    rows.touch(new int[] {1, 2, 3, 4}, 4);
    java.util.Arrays.fill(rows.values(), 100);
    rows.touch(new int[] {7}, 1);
    rows.values()[0] = 3;
    rows.values()[1] = 4;
    assertThat(GlobalNorm.of(List.of(rows))).isEqualTo(5);
  }

  @Test
  void sumsInDouble() {
    float[] many = new float[1 << 20];
    java.util.Arrays.fill(many, 1e-3f);
    double expected = Math.sqrt((double) 1e-3f * 1e-3f * many.length);
    assertThat(GlobalNorm.of(List.of(of(many)))).isCloseTo(expected, within(1e-10));
  }

  @Test
  void aNormThatIsNotFiniteIsToldAndScalesNothing() {
    List<Gradient> gradients = List.of(of(1, Float.NaN));
    assertThat(GlobalNorm.clip(gradients, 5)).isNaN();
    assertThat(gradients.get(0).values()[0]).isEqualTo(1);
    gradients = List.of(of(1, Float.POSITIVE_INFINITY));
    assertThat(GlobalNorm.clip(gradients, 5)).isInfinite();
    assertThat(gradients.get(0).values()[0]).isEqualTo(1);
  }
}
