package dev.perplex.ngram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DiscountsTest {
  /** Counts of counts of words: how many have a count of 1, of 2, .... */
  private static CountsOfCounts counts(int... numbers) {
    CountsOfCounts counts = new CountsOfCounts(1);
    for (int count = 1; count <= numbers.length; count++) {
      for (int i = 0; i < numbers[count - 1]; i++) {
        counts.add(1, count);
      }
    }
    return counts;
  }

  /** Y = 40 / (40 + 2 * 20) = 1/2; D1 = 1 - 2 Y 20/40, D2 = 2 - 3 Y 10/20, D3 = 3 - 4 Y 5/10. */
  @Test
  void threeDiscountsAreThoseOfChenAndGoodman() {
    Discounts discounts = Discounts.of(counts(40, 20, 10, 5), Smoothing.MODIFIED_KNESER_NEY);
    assertThat(discounts.of(1, 1)).isCloseTo(.5, within(1e-12));
    assertThat(discounts.of(1, 2)).isCloseTo(1.25, within(1e-12));
    assertThat(discounts.of(1, 3)).isCloseTo(2, within(1e-12));
    assertThat(discounts.of(1, 1_000_000)).isCloseTo(2, within(1e-12));
    assertThat(discounts.isFallback(1)).isFalse();
  }

  @Test
  void whereCountsOfCountsAreMissingFixedOnesStandInTheirPlace() {
    Discounts three = Discounts.of(counts(40, 0, 10, 5), Smoothing.MODIFIED_KNESER_NEY);
    assertThat(three.isFallback(1)).isTrue();
    assertThat(new double[] {three.of(1, 1), three.of(1, 2), three.of(1, 3), three.of(1, 9)})
        .containsExactly(.5, 1, 1.5, 1.5);
    Discounts one = Discounts.of(counts(0, 3), Smoothing.KNESER_NEY);
    assertThat(one.isFallback(1)).isTrue();
    assertThat(one.of(1, 7)).isEqualTo(.5);
  }

  /** A negative D2 (2 - 3 * 1/3 * 40/4) would add to counts. */
  @Test
  void discountsOutOfTheirRangeAreNotTaken() {
    assertThat(Discounts.of(counts(4, 4, 40, 4), Smoothing.MODIFIED_KNESER_NEY).isFallback(1))
        .isTrue();
  }

  /**
   * Numbers 120, 40, 20, 12, 8, 4: the cut is 6 * 4 / 120 = 1/5. For a count of 1, Good-Turing's is
   * 2 * 40 / 120 = 2/3, of which (2/3 - 1/5) / (4/5) = 7/12 stays: 5/12 is taken.
   */
  @Test
  void katzTakesWhatGoodTuringSays() {
    Discounts discounts = Discounts.of(counts(120, 40, 20, 12, 8, 4), Smoothing.KATZ);
    assertThat(discounts.isFallback(1)).isFalse();
    assertThat(discounts.of(1, 1)).isCloseTo(5 / 12.0, within(1e-12));
    assertThat(discounts.of(1, 6)).isZero();
  }

  @Test
  void sumsDoNotChangeTheirParts() {
    CountsOfCounts one = counts(1, 2);
    CountsOfCounts other = counts(10);
    CountsOfCounts sum = one.plus(other);
    assertThat(sum.of(1, 1)).isEqualTo(11);
    assertThat(sum.of(1, 2)).isEqualTo(2);
    assertThat(one.of(1, 1)).isEqualTo(1);
    assertThat(other.of(1, 1)).isEqualTo(10);
  }
}
