package dev.perplex.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The plain loops by hand, the vector's against the plain ones, to the bit. */
class RoundKernelTest {
  private static final RoundKernel SCALAR = RoundKernel.scalar();
  private static final int AT = 3; // stretches need not start anywhere in particular
  private static final int OTHER = 1;

  private static float[] numbers(int length, SplittableRandom random) {
    float[] odd = {-0f, Float.NaN, Float.POSITIVE_INFINITY, Float.MIN_VALUE, 1e-40f, 3e38f};
    float[] numbers = new float[length + 2 * AT];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] =
          random.nextInt(20) == 0
              ? odd[random.nextInt(odd.length)]
              : (float) random.nextDouble(-1, 1);
    }
    return numbers;
  }

  /** m = .5 * 4 + 1 = 3, x = .9 * (1 + .5 * 3) = 2.25; beside it nothing moves. */
  @Test
  void momentumByHand() {
    float[] x = {7, 1, 8};
    float[] m = {4, 5};
    SCALAR.momentum(0.9f, 0.5f, x, 1, m, 0, 1);
    assertThat(x).containsExactly(7, 0.9f * 2.5f, 8);
    assertThat(m).containsExactly(3, 5);
  }

  /** 1 + 4 + 9 + 16 + 25 + 36. */
  @Test
  void theOthersByHand() {
    float[] x = {1, -2, 3, 4, -5, 6};
    assertThat(SCALAR.squares(x, 0, 6)).isEqualTo(91);
    assertThat(SCALAR.squares(x, 2, 0)).isZero();
    float[] y = {10, 20, 30};
    SCALAR.add(x, 3, y, 1, 2);
    assertThat(y).containsExactly(10, 24, 25);
    SCALAR.addScaled(0.5f, x, 0, y, 0, 2);
    assertThat(y).containsExactly(10.5f, 23, 25);
    float[] to = new float[3];
    SCALAR.subtract(x, y, 1, to, 0, 2);
    assertThat(to).containsExactly(-25, -22, 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4, 5, 7, 8, 9, 12, 16, 23, 200, 1031})
  void vectorsGiveTheSameBits(int length) {
    VectorRoundKernel vector = new VectorRoundKernel();
    SplittableRandom random = new SplittableRandom(length);
    for (int round = 0; round < 30; round++) {
      float[] x = numbers(length, random);
      float[] y = numbers(length, random);
      float[] a = y.clone();
      float[] b = y.clone();
      SCALAR.add(x, AT, a, OTHER, length);
      vector.add(x, AT, b, OTHER, length);
      same(a, b);
      SCALAR.addScaled(0.3f, x, AT, a, OTHER, length);
      vector.addScaled(0.3f, x, AT, b, OTHER, length);
      same(a, b);
      SCALAR.subtract(x, y, AT, a, OTHER, length);
      vector.subtract(x, y, AT, b, OTHER, length);
      same(a, b);
      assertThat(Double.doubleToLongBits(vector.squares(x, AT, length)))
          .isEqualTo(Double.doubleToLongBits(SCALAR.squares(x, AT, length)));
      float[] m = numbers(length, random);
      float[] n = m.clone();
      a = x.clone();
      b = x.clone();
      SCALAR.momentum(0.9f, 0.75f, a, AT, m, OTHER, length);
      vector.momentum(0.9f, 0.75f, b, AT, n, OTHER, length);
      same(a, b);
      same(m, n);
    }
  }

  /** Bits, but one NaN is as good as another. */
  private static void same(float[] expected, float[] actual) {
    for (int i = 0; i < expected.length; i++) {
      assertThat(Float.floatToIntBits(actual[i]))
          .as("%d of %d", i, expected.length)
          .isEqualTo(Float.floatToIntBits(expected[i]));
    }
  }

  @Test
  void whatEndsBeyondAnArrayIsAFault() {
    RoundKernel vector = new VectorRoundKernel();
    float[] ten = new float[10];
    float[] many = new float[30];
    assertThatThrownBy(() -> vector.add(many, 0, ten, 3, 8))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> vector.addScaled(1, ten, 3, many, 0, 8))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> vector.subtract(many, many, 0, ten, 3, 8))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> vector.momentum(1, 1, many, 0, ten, 3, 8))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
