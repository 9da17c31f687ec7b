package dev.perplex.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AffinitiesTest {
  private static final SquaredDistances CLUSTERS = SquaredDistances.of(Numbers.clusters(40, 6));

  @Test
  void distancesByHand() {
    SquaredDistances distances = SquaredDistances.of(new double[][] {{0, 0}, {3, 4}, {0, 1}});
    assertThat(distances.at(0, 1)).isEqualTo(25);
    assertThat(distances.at(1, 0)).isEqualTo(25);
    assertThat(distances.at(1, 2)).isEqualTo(18);
    assertThat(distances.at(1, 1)).isZero();
    assertThat(distances.nearer(0, 2, 1)).isTrue();
    assertThat(distances.nearer(0, 1, 2)).isFalse();
  }

  /**
   * On the line 0, 1, 3 around the first: weights 1 and e^-8b relative to the nearer. A perplexity
   * of 1.5 is an entropy of 0.405465, which the probabilities 0.860 and 0.140 have.
   */
  @Test
  void threePointsByHand() {
    double[] row = new double[3];
    Affinities.conditional(SquaredDistances.of(new double[][] {{0}, {1}, {3}}), 0, 1.5, row);
    assertThat(row[0]).isZero();
    assertThat(row[1] + row[2]).isCloseTo(1, within(1e-12));
    assertThat(-row[1] * Math.log(row[1]) - row[2] * Math.log(row[2]))
        .isCloseTo(Math.log(1.5), within(1e-5));
    assertThat(row[1]).isGreaterThan(row[2]).isCloseTo(0.860, within(0.005));
  }

  /** Every point has the effective neighbours asked for. */
  @ParameterizedTest
  @ValueSource(doubles = {2, 5, 15, 30, 100})
  void thePerplexityIsTheOneAskedFor(double perplexity) {
    double[] row = new double[CLUSTERS.points()];
    for (int i = 0; i < CLUSTERS.points(); i++) {
      Affinities.conditional(CLUSTERS, i, perplexity, row);
      double entropy = 0;
      double sum = 0;
      for (double p : row) {
        entropy -= p > 0 ? p * Math.log(p) : 0;
        sum += p;
      }
      assertThat(sum).isCloseTo(1, within(1e-12));
      assertThat(Math.exp(entropy)).isCloseTo(perplexity, within(2e-5 * perplexity));
      assertThat(row[i]).isZero();
    }
  }

  @Test
  void theyAreSymmetricAndSumToOne() {
    Affinities affinities = Affinities.of(CLUSTERS, 15);
    double sum = 0;
    for (int i = 0; i < affinities.points(); i++) {
      assertThat(affinities.joint(i, i)).isZero();
      for (int j = 0; j < affinities.points(); j++) {
        assertThat(affinities.joint(i, j)).isEqualTo(affinities.joint(j, i));
        sum += affinities.joint(i, j);
      }
    }
    assertThat(sum).isCloseTo(1, within(1e-12));
  }

  /** The numbers of scikit-learn, which works in single precision. */
  @Test
  void theyAreThoseOfScikitLearn() {
    Affinities affinities = Affinities.of(CLUSTERS, 15);
    assertThat(affinities.joint(0, 3)).isCloseTo(7.853139e-05, within(1e-8));
    assertThat(affinities.joint(5, 8)).isCloseTo(1.236386e-04, within(1e-8));
    assertThat(affinities.joint(3, 9)).isCloseTo(7.582692e-04, within(1e-7));
    assertThat(affinities.joint(0, 1)).isLessThan(1e-9);
  }

  /** Equal points, and one far off: no width gives two neighbours to those that have three at 0. */
  @Test
  void equalDistancesShare() {
    double[] row = new double[5];
    Affinities.conditional(
        SquaredDistances.of(new double[][] {{0}, {0}, {0}, {0}, {9}}), 0, 2, row);
    assertThat(row).containsExactly(new double[] {0, 1 / 3.0, 1 / 3.0, 1 / 3.0, 0}, within(1e-9));
  }

  @Test
  void aPerplexityBeyondThePointsIsRefused() {
    SquaredDistances few = SquaredDistances.of(Numbers.points(5, 3));
    assertThatThrownBy(() -> Affinities.of(few, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a perplexity of 4.0 of 5");
  }
}
