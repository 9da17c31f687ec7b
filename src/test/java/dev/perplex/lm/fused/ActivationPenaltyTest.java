package dev.perplex.lm.fused;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.perplex.lm.RegularizationSettings;
import dev.perplex.lm.RegularizationSettings.Masking;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ActivationPenaltyTest {
  private static final int LANES = 3;
  private static final int STEPS = 4;
  private static final int HIDDEN = 5;

  private static OutputPenalty of(double alpha, double beta) {
    return ActivationPenalty.of(
        new RegularizationSettings(Masking.STEP, 0, 0, 0, 0, 0, alpha, beta));
  }

  /**
   * One lane, two steps, one unit: outputs 1, 4, after dropout 0, 8. Mean of squares 32, of
   * differences 9; times two steps. Derivatives: 2 * 2 * (0, 8) / 2 * 2 and 2 * 3 * 2 * (-3, 3).
   */
  @Test
  void byHand() {
    float[] outputs = {1, 4};
    float[] dropped = {0, 8};
    float[] toOutputs = {100, 100};
    float[] toDropped = {10, 10};
    ActivationPenalty penalty = (ActivationPenalty) of(2, 3);
    assertThat(penalty.value(outputs, dropped, 1, 2, 1)).isEqualTo(2 * 2 * 32 + 2 * 3 * 9);
    penalty.add(outputs, dropped, 1, 2, 1, toOutputs, toDropped);
    assertThat(toDropped).containsExactly(10, 10 + 32);
    assertThat(toOutputs).containsExactly(100 - 36, 100 + 36);
  }

  private static float[] random(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[LANES * STEPS * HIDDEN];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextDouble() * 2 - 1);
    }
    return values;
  }

  /** Central differences; the largest gap between them and the derivatives. */
  private static double gap(OutputPenalty asked, double alpha, double beta) {
    ActivationPenalty truth = (ActivationPenalty) of(alpha, beta);
    float[] outputs = random(1);
    float[] dropped = random(2);
    float[] toOutputs = new float[outputs.length];
    float[] toDropped = new float[outputs.length];
    asked.add(outputs, dropped, LANES, STEPS, HIDDEN, toOutputs, toDropped);
    double gap = 0;
    for (int i = 0; i < outputs.length; i++) {
      gap = Math.max(gap, Math.abs(slope(truth, outputs, dropped, outputs, i) - toOutputs[i]));
      gap = Math.max(gap, Math.abs(slope(truth, outputs, dropped, dropped, i) - toDropped[i]));
    }
    return gap;
  }

  private static double slope(
      ActivationPenalty of, float[] outputs, float[] dropped, float[] moved, int i) {
    float step = 1f / 64;
    float before = moved[i];
    moved[i] = before + step;
    double above = of.value(outputs, dropped, LANES, STEPS, HIDDEN);
    moved[i] = before - step;
    double below = of.value(outputs, dropped, LANES, STEPS, HIDDEN);
    moved[i] = before;
    return (above - below) / (2 * step);
  }

  @Test
  void derivativesAreThoseOfCentralDifferences() {
    assertThat(gap(of(2, 1), 2, 1)).isLessThan(1e-5);
    assertThat(gap(of(2, 0), 2, 0)).isLessThan(1e-5);
    assertThat(gap(of(0, 1), 0, 1)).isLessThan(1e-5);
  }

  @Test
  void wrongDerivativesAreSeen() {
    assertThat(gap(of(2, 1.1), 2, 1)).isGreaterThan(1e-3);
    assertThat(gap(of(1, 1), 2, 1)).isGreaterThan(1e-3);
    OutputPenalty late = // takes the difference with the next step alone
        (outputs, dropped, lanes, steps, hidden, toOutputs, toDropped) ->
            of(2, 1).add(outputs, dropped, lanes, steps - 1, hidden, toOutputs, toDropped);
    assertThat(gap(late, 2, 1)).isGreaterThan(1e-3);
  }

  @Test
  void oneStepHasNoDifferencesAndNoneIsNone() {
    float[] to = new float[2];
    of(0, 5).add(new float[] {1, 2}, new float[] {1, 2}, 1, 1, 2, to, to);
    assertThat(to).containsExactly(0, 0);
    assertThat(of(0, 0)).isSameAs(OutputPenalty.NONE);
    assertThat(((ActivationPenalty) of(1, 1)).value(new float[2], new float[2], 1, 1, 2))
        .isCloseTo(0, within(0.0));
  }
}
