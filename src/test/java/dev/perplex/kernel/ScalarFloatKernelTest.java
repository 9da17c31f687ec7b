package dev.perplex.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The specification against hand and double precision. */
class ScalarFloatKernelTest {
  private static final FloatKernel KERNEL = FloatKernel.scalar();

  private static float[] row(float... first) {
    return Arrays.copyOf(first, FloatKernel.padded(first.length));
  }

  private static float step(float score, float label) {
    float[] scores = row(score);
    KERNEL.logisticSteps(scores, 1, row(label), 1);
    return scores[0];
  }

  @Test
  void padsToWholeLanes() {
    assertThat(new int[] {FloatKernel.padded(1), FloatKernel.padded(8), FloatKernel.padded(100)})
        .containsExactly(8, 8, 104);
  }

  @Test
  void worksTheProductsDoneByHand() {
    // 1 * 4 + 2 * 5 + 3 * 6 = 32, and (4, 5, 6) + 2 (1, 2, 3) = (6, 9, 12)
    float[] y = row(4, 5, 6);
    assertThat(KERNEL.dot(row(1, 2, 3), y, 8)).isEqualTo(32);
    KERNEL.axpy(2, row(1, 2, 3), y, 8);
    assertThat(y).containsExactly(6, 9, 12, 0, 0, 0, 0, 0);
  }

  @Test
  void dotAgreesWithDoublesAndTakesEveryLane() {
    float[] x = new float[104];
    float[] y = new float[104];
    double sum = 0;
    for (int i = 0; i < 100; i++) {
      x[i] = (float) Math.sin(i + 1);
      y[i] = (float) Math.cos(3 * i);
      sum += (double) x[i] * y[i];
    }
    assertThat((double) KERNEL.dot(x, y, 104)).isCloseTo(sum, within(1e-5));
  }

  @Test
  void worksTheUpdateDoneByHand() {
    // x0 = (1, 2), x1 = (3, 4); y0 = (5, 6), y1 = (7, 8), others 0; steps of x0 (1, 2), of x1 (3,
    // 0).
    // x0 += 1 y0 + 2 y1 = (19, 22), so (20, 24); x1 += 3 y0 = (15, 18), so (18, 22)
    // y0 += 1 x0 + 3 x1 = (10, 14), so (15, 20); y1 += 2 x0 = (2, 4), so (9, 12)
    float[][] x = {row(1, 2), row(3, 4)};
    float[][] y = new float[6][];
    for (int j = 0; j < 6; j++) {
      y[j] = row(0);
    }
    y[0] = row(5, 6);
    y[1] = row(7, 8);
    float[] steps = {1, 2, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0};
    KERNEL.update(x, 2, y, 0, 8, steps);
    assertThat(x[0]).startsWith(20, 24);
    assertThat(x[1]).startsWith(18, 22);
    assertThat(y[0]).startsWith(15, 20);
    assertThat(y[1]).startsWith(9, 12);
    assertThat(y[2]).containsOnly(0);
  }

  @Test
  void anUpdateApartLeavesTheInputsAndAddsToTheChange() {
    float[][] x = {row(1, 2)};
    float[][] change = {row(100, 0)};
    float[][] y = new float[6][];
    Arrays.setAll(y, j -> row(j == 0 ? 5 : 0));
    KERNEL.update(x, change, 1, y, 0, 8, new float[] {2, 0, 0, 0, 0, 0});
    assertThat(x[0]).startsWith(1, 2);
    assertThat(change[0]).startsWith(110, 0);
    assertThat(y[0]).startsWith(7, 4);
  }

  @Test
  void theSigmoidIsWithinItsBoundOfTheExactOne() {
    double worst = 0;
    for (float x = -40; x <= 40; x += 0x1p-12f) {
      double exact = 1 / (1 + Math.exp(-x));
      worst = Math.max(worst, Math.abs(ScalarFloatKernel.sigmoid(x) - exact));
    }
    assertThat(worst).isLessThan(2e-7);
  }

  @Test
  void stepsAreTheRateTimesTheErrorOfTheLabel() {
    float[] scores = row(0, 0, 2, -2);
    KERNEL.logisticSteps(scores, 4, row(1, 0, 1, 0), 0.5f);
    float sigmoidOfMinusTwo = 0.11920292f;
    assertThat(scores[0]).isEqualTo(0.25f);
    assertThat(scores[1]).isEqualTo(-0.25f);
    assertThat(scores[2]).isCloseTo(0.5f * sigmoidOfMinusTwo, within(1e-7f));
    assertThat(scores[3]).isCloseTo(-0.5f * sigmoidOfMinusTwo, within(1e-7f));
  }

  @Test
  void scoresBeyondReasonHaveFiniteStepsAndNanStaysNan() {
    for (float far : new float[] {50, 1e30f, Float.MAX_VALUE, Float.POSITIVE_INFINITY}) {
      assertThat(step(far, 1)).isCloseTo(0, within(2e-7f));
      assertThat(step(far, 0)).isCloseTo(-1, within(2e-7f));
      assertThat(step(-far, 1)).isCloseTo(1, within(2e-7f));
      assertThat(step(-far, 0)).isCloseTo(0, within(2e-7f));
    }
    assertThat(step(Float.NaN, 1)).isNaN();
  }

  @Test
  void theMiddleLabelOfAZeroScoreIsExactlyNoStep() {
    assertThat(Float.floatToRawIntBits(step(0, 0.5f))).isZero();
    assertThat(step(-0f, 0.5f)).isZero();
  }
}
