package dev.perplex.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The plain loops against exact functions, the vector's against the plain ones, to the bit. */
class ActivationKernelTest {
  private static final ActivationKernel SCALAR = ActivationKernel.scalar();
  private static final int AT = 3; // stretches need not start anywhere in particular

  private static float[] numbers(int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] numbers = new float[length + 2 * AT];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) ((random.nextDouble() - 0.5) * 20);
    }
    return numbers;
  }

  @Test
  void functionsAreClose() {
    float[] x = numbers(10_000, 1);
    x[5] = -100;
    x[6] = 100;
    float[] y = x.clone();
    SCALAR.sigmoid(y, 0, y.length);
    for (int i = 0; i < x.length; i++) {
      assertThat((double) y[i]).isCloseTo(1 / (1 + Math.exp(-x[i])), within(2e-7));
    }
    SCALAR.tanh(x, 0, y, 0, x.length);
    for (int i = 0; i < x.length; i++) {
      assertThat((double) y[i]).isCloseTo(Math.tanh(x[i]), within(3e-7));
    }
    float[] zero = new float[x.length];
    System.arraycopy(x, 0, y, 0, x.length);
    float sum = SCALAR.exponentials(y, 0, zero, 0, 20, x.length);
    double expected = 0;
    for (int i = 0; i < x.length; i++) {
      double exact = Math.exp(Math.max(-87, Math.min(88, x[i] - 20.0)));
      assertThat(y[i] / exact).isCloseTo(1, within(2e-7 * 5));
      expected += exact;
    }
    assertThat(sum / expected).isCloseTo(1, within(1e-5));
    assertThat(ScalarActivationKernel.exp(Float.NaN)).isNaN();
    assertThat(ScalarActivationKernel.exp(0)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 9, 16, 23, 200, 1030, 2500})
  void vectorsGiveTheSameBits(int length) {
    VectorActivationKernel vector = new VectorActivationKernel();
    for (int round = 0; round < 20; round++) {
      float[] x = numbers(length, 10L * length + round);
      float[] y = numbers(length, 10L * length + round + 1);
      if (round % 5 == 4) {
        x[AT + length / 2] = Float.NaN;
      }
      assertThat(vector.highestSum(x, AT, y, AT, length))
          .isEqualTo(SCALAR.highestSum(x, AT, y, AT, length));
      assertThat(vector.squares(x, AT, length)).isEqualTo(SCALAR.squares(x, AT, length));
      float[] a = x.clone();
      float[] b = x.clone();
      SCALAR.sigmoid(a, AT, length);
      vector.sigmoid(b, AT, length);
      same(a, b);
      SCALAR.tanh(x, AT, a, AT, length);
      vector.tanh(x, AT, b, AT, length);
      same(a, b);
      a = x.clone();
      b = x.clone();
      assertThat(vector.exponentials(b, AT, y, AT, 5, length))
          .isEqualTo(SCALAR.exponentials(a, AT, y, AT, 5, length));
      same(a, b);
      SCALAR.axpy(0.3f, y, AT, a, AT, length);
      vector.axpy(0.3f, y, AT, b, AT, length);
      same(a, b);
      SCALAR.scale(0.3f, a, AT, length);
      vector.scale(0.3f, b, AT, length);
      same(a, b);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 9, 200})
  void vectorsGiveTheSameBitsOfAnLstmsStep(int hidden) {
    float[][] ours = new float[6][];
    float[][] expected = new float[6][];
    for (int i = 0; i < 6; i++) {
      ours[i] = numbers(4 * hidden, i);
      expected[i] = ours[i].clone();
    }
    step(SCALAR, expected, hidden);
    step(new VectorActivationKernel(), ours, hidden);
    for (int i = 0; i < 6; i++) {
      same(expected[i], ours[i]);
    }
  }

  private static void step(ActivationKernel kernel, float[][] x, int hidden) {
    kernel.lstmForward(x[0], 1, x[1], 0, hidden, x[2], 2, x[3], 3, hidden);
    kernel.lstmBackward(x[0], 1, x[1], 0, x[2], 2, x[4], 1, x[5], 2, hidden);
  }

  private static void same(float[] expected, float[] actual) {
    for (int i = 0; i < expected.length; i++) {
      if (Float.floatToIntBits(expected[i]) != Float.floatToIntBits(actual[i])) {
        throw new AssertionError("at " + i + ": " + actual[i] + ", not " + expected[i]);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 40})
  void productsAreThoseOfTheDefinition(int k) {
    for (MatrixProducts products :
        Arrays.asList(MatrixProducts.plain(), MatrixProducts.fastest())) {
      for (MatrixProducts.Form form : MatrixProducts.Form.values()) {
        int m = 6;
        int n = 11;
        float[] a = numbers(100 * 100, 1);
        float[] b = numbers(100 * 100, 2);
        float[] c = numbers(100 * 100, 3);
        float[] before = c.clone();
        products.multiply(form, m, n, k, a, 7, 90, b, 5, 80, 1, c, 9, 70);
        for (int i = 0; i < m; i++) {
          for (int j = 0; j < n; j++) {
            double sum = before[9 + i * 70 + j];
            for (int l = 0; l < k; l++) {
              float left = form == MatrixProducts.Form.ATB ? a[7 + l * 90 + i] : a[7 + i * 90 + l];
              float right = form == MatrixProducts.Form.ABT ? b[5 + j * 80 + l] : b[5 + l * 80 + j];
              sum += (double) left * right;
            }
            assertThat((double) c[9 + i * 70 + j]).isCloseTo(sum, within(2e-3));
          }
        }
        assertThat(c[9 + n]).isEqualTo(before[9 + n]); // beside the matrix
      }
    }
  }

  @Test
  void theNativeProductsAreThere() {
    assertThat(MatrixProducts.fastest().description()).isEqualTo("OpenBLAS");
    assertThat(MatrixProducts.plain().description()).isEqualTo("plain Java");
  }
}
