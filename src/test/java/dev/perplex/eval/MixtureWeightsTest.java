package dev.perplex.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MixtureWeightsTest {
  private static final double LN_2 = Math.log(2);

  /*
   * Two tokens. One model gives 1/2 and 1/8, the other 1/8 and 1/2. By symmetry the best weights
   * are 1/2 each, and the mixture gives both tokens 5/16.
   */
  @Test
  void theHandCaseHolds() {
    double[][] losses = {{LN_2, 3 * LN_2}, {3 * LN_2, LN_2}};
    MixtureWeights fitted = MixtureWeights.fit(losses);
    assertThat(fitted.weights()).containsExactly(0.5, 0.5);
    assertThat(fitted.loss()).isCloseTo(Math.log(16 / 5.0), within(1e-12));
    assertThat(MixtureWeights.losses(new double[] {0.25, 0.75}, losses))
        .containsExactly(
            new double[] {-Math.log(0.25 / 2 + 0.75 / 8), -Math.log(0.25 / 8 + 0.75 / 2)},
            within(1e-12));
  }

  /*
   * One step of EM by hand: from 1/2 each, token one's shares are 4/5 and 1/5, token two's 2/3 and
   * 1/3: weights 11/15 and 4/15. p1 = 1/2 and 1/4, p2 = 1/8 and 1/8. The first is better throughout,
   * so the weights end at 1 and 0.
   */
  @Test
  void aModelThatIsWorseThroughoutGetsNothing() {
    double[][] losses = {{LN_2, 2 * LN_2}, {3 * LN_2, 3 * LN_2}};
    MixtureWeights fitted = MixtureWeights.fit(losses);
    assertThat(fitted.weights()[0]).isCloseTo(1, within(1e-6));
    assertThat(fitted.loss()).isCloseTo(1.5 * LN_2, within(1e-6));
  }

  private static double[][] random(int parts, int tokens, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] losses = new double[parts][tokens];
    for (double[] part : losses) {
      for (int token = 0; token < tokens; token++) {
        part[token] = 0.01 + 12 * random.nextDouble();
      }
    }
    return losses;
  }

  private static double loss(double[] weights, double[][] losses) {
    return Arrays.stream(MixtureWeights.losses(weights, losses)).average().orElseThrow();
  }

  @Property(tries = 100)
  void noWeightOfAGridIsBetter(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 300) int tokens) {
    double[][] losses = random(2, tokens, seed);
    MixtureWeights fitted = MixtureWeights.fit(losses);
    assertThat(Arrays.stream(fitted.weights()).sum()).isCloseTo(1, within(1e-12));
    assertThat(fitted.loss()).isCloseTo(loss(fitted.weights(), losses), within(1e-8));
    for (int step = 0; step <= 200; step++) {
      double weight = step / 200.0;
      assertThat(loss(new double[] {weight, 1 - weight}, losses))
          .isGreaterThan(fitted.loss() - 1e-6);
    }
  }

  @Property(tries = 50)
  void aMixtureIsAtLeastAsGoodAsItsParts(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 5) int parts) {
    double[][] losses = random(parts, 50, seed);
    MixtureWeights fitted = MixtureWeights.fit(losses);
    for (double[] part : losses) {
      assertThat(fitted.loss()).isLessThan(Arrays.stream(part).average().orElseThrow() + 1e-6);
    }
  }

  /** Probabilities far below the smallest double: in log space nothing underflows. */
  @Test
  void tinyProbabilitiesAreMixed() {
    double[][] losses = {{2000, 5}, {2001, 7}};
    double[] mixed = MixtureWeights.losses(new double[] {0.5, 0.5}, losses);
    assertThat(mixed[0]).isCloseTo(2000 - Math.log(0.5 + 0.5 * Math.exp(-1)), within(1e-9));
  }

  @Test
  void aTokenThatOnePartCannotSayIsTheOthers() {
    double[][] losses = {{Double.POSITIVE_INFINITY, 1}, {2, 3}};
    assertThat(MixtureWeights.losses(new double[] {0.5, 0.5}, losses)[0])
        .isCloseTo(2 + LN_2, within(1e-12));
    assertThat(MixtureWeights.fit(losses).weights()[1]).isPositive();
  }

  @Test
  void whatCannotBeFittedIsRefused() {
    assertThatThrownBy(() -> MixtureWeights.fit(new double[2][0]))
        .hasMessage("no tokens to fit weights on");
    double none = Double.POSITIVE_INFINITY;
    for (double bad : new double[] {none, Double.NaN}) {
      assertThatThrownBy(() -> MixtureWeights.fit(new double[][] {{1, bad}, {1, bad}}))
          .hasMessage("a token has no probability by any of the parts");
    }
    assertThatThrownBy(() -> MixtureWeights.fit(new double[][] {{1, 2}, {1, Double.NaN}}))
        .hasMessage("a token has no probability by any of the parts");
  }
}
