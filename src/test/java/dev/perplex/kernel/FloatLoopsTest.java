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
    // 1 * 4 + 2 * 5 + 3 * 6 = 32, and y + 2 x = (6, 9, 12)
    float[] ahead = {4, 5, 6};
    assertThat(FloatLoops.dot(new float[] {1, 2, 3}, 0, ahead, 0, 3)).isEqualTo(32);
    FloatLoops.axpy(2, new float[] {1, 2, 3}, ahead, 3);
    assertThat(ahead).containsExactly(6, 9, 12);
    FloatLoops.scale(0.5f, ahead, 1, 2);
    assertThat(ahead).containsExactly(6, 4.5f, 6);
    assertThat(FloatLoops.squaredNorm(ahead, 0, 2)).isEqualTo(56.25);
  }

  @Test
  void dotAgreesWithDoublesAtEveryLength() {
    for (int length = 0; length <= LONGEST; length++) {
      double sum = 0;
      for (int i = 0; i < length; i++) {
        sum += (double) x[AT + i] * y[i];
      }
      assertThat(FloatLoops.dot(x, AT, y, 0, length)).isCloseTo((float) sum, within(1e-5f));
    }
  }

  @Test
  void axpyWithAndWithoutOffsetsGiveEqualBitsAndTouchNothingElse() {
    for (int length = 0; length <= LONGEST; length++) {
      float[] withOffsets = y.clone();
      float[] without = y.clone();
      FloatLoops.axpy(0.3f, x, 0, withOffsets, 0, length);
      FloatLoops.axpy(0.3f, x, without, length);
      assertThat(without).isEqualTo(withOffsets);
      for (int i = 0; i < y.length; i++) {
        assertThat(without[i]).isEqualTo(i < length ? y[i] + 0.3f * x[i] : y[i]);
      }
    }
  }

  @Test
  void dotOfAnEmptyStretchIsZeroAndNanIsNotHidden() {
    assertThat(FloatLoops.dot(x, AT, y, AT, 0)).isZero();
    assertThat(FloatLoops.dot(new float[] {Float.NaN}, 0, new float[] {0}, 0, 1)).isNaN();
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
