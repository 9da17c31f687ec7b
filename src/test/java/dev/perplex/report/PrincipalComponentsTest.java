package dev.perplex.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PrincipalComponentsTest {

  /**
   * (0,0), (4,2), (2,6), (6,8) have the mean (3,4); centred (-3,-4), (1,-2), (-1,2), (3,4). The
   * products are xx 20, xy 20, yy 40: eigenvalues 30 +- sqrt(500), and the sum 60.
   */
  @Test
  void fourPointsByHand() {
    PrincipalComponents components =
        PrincipalComponents.of(new double[][] {{0, 0}, {4, 2}, {2, 6}, {6, 8}}, 2);
    double root = Math.sqrt(500);
    assertThat(components.share(0)).isCloseTo((30 + root) / 60, within(1e-12));
    assertThat(components.share(1)).isCloseTo((30 - root) / 60, within(1e-12));
    // The first direction is (20, 30 + sqrt(500) - 20), made of length 1.
    double y = 10 + root;
    double norm = Math.hypot(20, y);
    double[][] places = components.coordinates();
    assertThat(Math.abs(places[3][0])).isCloseTo((3 * 20 + 4 * y) / norm, within(1e-12));
    assertThat(Math.abs(places[2][0])).isCloseTo((-20 + 2 * y) / norm, within(1e-12));
  }

  /** More points than dimensions, and fewer: numpy's singular value decomposition of the same. */
  @Test
  void theNumbersAreThoseOfNumpy() {
    reference(
        PrincipalComponents.of(Numbers.points(7, 4), 2),
        new double[] {0.4804569941, 0.2815179007},
        new double[][] {
          {0.2728353559, -0.2475575286},
          {-0.3710128056, -0.1382425668},
          {0.1613633005, 0.5452680545},
          {0.6716994771, 0.0088855489},
          {-0.0461747428, 0.0137995277},
          {-0.5625103516, 0.2293152264},
          {-0.1262002334, -0.4114682621}
        });
    reference(
        PrincipalComponents.of(Numbers.points(4, 9), 2),
        new double[] {0.3909873110, 0.3406962675},
        new double[][] {
          {0.7934588706, -0.3261872925},
          {-0.6439803486, -0.4883165837},
          {-0.0672475177, 0.7559915102},
          {-0.0822310043, 0.0585123661}
        });
  }

  private static void reference(
      PrincipalComponents components, double[] shares, double[][] places) {
    assertThat(components.share(0)).isCloseTo(shares[0], within(1e-9));
    assertThat(components.share(1)).isCloseTo(shares[1], within(1e-9));
    double[][] got = components.coordinates();
    assertThat(got).hasDimensions(places.length, 2);
    for (int i = 0; i < places.length; i++) {
      assertThat(got[i]).containsExactly(places[i], within(1e-9));
    }
  }

  /** Turned about and moved, the points' mirror image has the same furthest point on the right. */
  @Test
  void theSignIsThatOfTheFurthestPoint() {
    double[][] points = Numbers.points(9, 5);
    double[][] mirrored =
        Arrays.stream(points)
            .map(row -> Arrays.stream(row).map(each -> 3 - each).toArray())
            .toArray(double[][]::new);
    double[][] places = PrincipalComponents.of(points, 2).coordinates();
    double[][] others = PrincipalComponents.of(mirrored, 2).coordinates();
    for (int c = 0; c < 2; c++) {
      int component = c;
      double least = Arrays.stream(places).mapToDouble(row -> row[component]).min().orElseThrow();
      double most = Arrays.stream(places).mapToDouble(row -> row[component]).max().orElseThrow();
      assertThat(most).isGreaterThanOrEqualTo(-least);
      for (int i = 0; i < places.length; i++) {
        assertThat(others[i][c]).isCloseTo(places[i][c], within(1e-12));
      }
    }
  }

  @Test
  void equalPointsLieInTheMiddle() {
    PrincipalComponents components =
        PrincipalComponents.of(new double[][] {{1, 2, 3}, {1, 2, 3}, {1, 2, 3}}, 2);
    assertThat(components.share(0)).isZero();
    assertThat(components.coordinates()).isDeepEqualTo(new double[3][2]);
  }

  @Test
  void whatThePointsDoNotSpanIsZero() {
    PrincipalComponents line = PrincipalComponents.of(new double[][] {{1}, {2}, {6}}, 2);
    assertThat(line.share(0)).isCloseTo(1, within(1e-12));
    assertThat(line.share(1)).isZero();
    assertThat(line.coordinates()[2]).containsExactly(new double[] {3, 0}, within(1e-12));
  }
}
