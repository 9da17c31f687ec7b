package dev.perplex.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FloatLoopsTest {
  private static final int LONGEST = 67; // beyond several lanes of any vector register
  private static final int AT = 3;

  private final float[] x = numbers(1);
  private final float[] y = numbers(2);

  @Test
  void worksTheCaseDoneByHand() {
    // y + 2 x = (6, 9, 12), and 9 * 9 + 12 * 12 = 225
    float[] ahead = {4, 5, 6};
    FloatLoops.axpy(2, new float[] {1, 2, 3}, ahead, 3);
    assertThat(ahead).containsExactly(6, 9, 12);
    assertThat(FloatLoops.squaredNorm(ahead, 1, 2)).isEqualTo(225);
  }

  @Test
  void axpyTouchesNothingBeyondTheLength() {
    for (int length = 0; length <= LONGEST; length++) {
      float[] sum = y.clone();
      FloatLoops.axpy(0.3f, x, sum, length);
      for (int i = 0; i < y.length; i++) {
        assertThat(sum[i]).isEqualTo(i < length ? y[i] + 0.3f * x[i] : y[i]);
      }
    }
  }

  @Test
  void squaredNormSumsInDoubleAtEveryLength() {
    for (int length = 0; length <= LONGEST; length++) {
      double sum = 0;
      for (int i = 0; i < length; i++) {
        sum += Math.pow(x[AT + i], 2);
      }
      assertThat(FloatLoops.squaredNorm(x, AT, length)).isCloseTo(sum, within(1e-14));
    }
    // In float, the 1 would be lost beside 2 to the 24th.
    assertThat(FloatLoops.squaredNorm(new float[] {4096, 1}, 0, 2)).isEqualTo((1 << 24) + 1);
  }

  @Test
  void nanIsNotHidden() {
    float[] sum = {1};
    FloatLoops.axpy(0, new float[] {Float.NaN}, sum, 1);
    assertThat(sum[0]).isNaN();
    assertThat(FloatLoops.squaredNorm(sum, 0, 1)).isNaN();
  }

  private static float[] numbers(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] numbers = new float[LONGEST + AT];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) (random.nextDouble() - 0.5);
    }
    return numbers;
  }
}
