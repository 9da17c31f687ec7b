package dev.perplex.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TsneTest {
  private static final double[][] POINTS = Numbers.clusters(40, 6);
  private static final Affinities AFFINITIES = Affinities.of(SquaredDistances.of(POINTS), 15);

  private static double[] layout(int iterations) {
    return Tsne.layout(AFFINITIES, PrincipalComponents.of(POINTS, 2).coordinates(), iterations);
  }

  /**
   * Three points with equal affinities, 1/6 a direction, at (0,0), (1,0), (0,2). The kernels are
   * 1/2, 1/5 and 1/6, their sum over both directions 26/15; so q is 15/52, 3/26 and 5/52. At the
   * first point 4 * ((1/6 - 15/52) / 2 * (-1,0) + (1/6 - 3/26) / 5 * (0,-2)).
   */
  @Test
  void gradientAndDivergenceByHand() {
    double side = Math.sqrt(3) / 2;
    Affinities equal =
        Affinities.of(SquaredDistances.of(new double[][] {{0, 0}, {1, 0}, {0.5, side}}), 2 - 1e-6);
    double[] places = {0, 0, 1, 0, 0, 2};
    double[] gradient = Tsne.gradient(equal, places);
    assertThat(gradient[0]).isCloseTo(-2 * (1 / 6.0 - 15 / 52.0), within(1e-9));
    assertThat(gradient[1]).isCloseTo(-8 / 5.0 * (1 / 6.0 - 3 / 26.0), within(1e-9));
    assertThat(Tsne.divergence(equal, places))
        .isCloseTo(
            (Math.log(52 / 90.0) + Math.log(26 / 18.0) + Math.log(52 / 30.0)) / 3, within(1e-9));
  }

  /** Central differences of the divergence; a gradient a thousandth too large would be caught. */
  @Test
  void theGradientIsThatOfTheDivergence() {
    double[] places = new double[2 * POINTS.length];
    for (int c = 0; c < places.length; c++) {
      places[c] = POINTS[c / 2][3 + c % 2] * 6 - 1.5;
    }
    double[] gradient = Tsne.gradient(AFFINITIES, places);
    double largest = Arrays.stream(gradient).map(Math::abs).max().orElseThrow();
    double worst = 0;
    double caught = 0;
    for (int c = 0; c < places.length; c++) {
      double[] more = places.clone();
      double[] less = places.clone();
      more[c] += 1e-5;
      less[c] -= 1e-5;
      double slope = (Tsne.divergence(AFFINITIES, more) - Tsne.divergence(AFFINITIES, less)) / 2e-5;
      worst = Math.max(worst, Math.abs(slope - gradient[c]));
      caught = Math.max(caught, Math.abs(slope - 1.001 * gradient[c]));
    }
    assertThat(worst).isLessThan(1e-6 * largest);
    assertThat(caught).isGreaterThan(1e-4 * largest);
  }

  /** After the early phase, in which attraction is enlarged, more steps never make it worse. */
  @Test
  void theDivergenceFalls() {
    double before = Double.POSITIVE_INFINITY;
    for (int iterations : new int[] {1, Tsne.EARLY, 350, 500, 750, 1000}) {
      double divergence = Tsne.divergence(AFFINITIES, layout(iterations));
      assertThat(divergence).as("after " + iterations).isLessThan(before);
      before = divergence;
    }
  }

  /**
   * scikit-learn's exact method, from the same start: 0.3172 after 500 steps, 0.3078 after 1000.
   */
  @Test
  void itEndsWhereScikitLearnDoes() {
    assertThat(Tsne.divergence(AFFINITIES, layout(500))).isBetween(0.28, 0.3172);
    assertThat(Tsne.divergence(AFFINITIES, layout(1000))).isBetween(0.28, 0.3078);
  }

  /**
   * Every point's nearest on the map are of its own cluster; thrown at random, a third would be.
   */
  @Test
  void clustersStayClusters() {
    double[][] map = Numbers.rows(layout(1000));
    SquaredDistances distances = SquaredDistances.of(map);
    for (int i = 0; i < map.length; i++) {
      for (int far = 0; far < map.length; far++) {
        for (int near = i % 3; near < map.length; near += 3) {
          if (far % 3 != i % 3) {
            assertThat(distances.at(i, near)).isLessThan(distances.at(i, far));
          }
        }
      }
    }
    assertThat(Trustworthiness.of(SquaredDistances.of(POINTS), distances, 12)).isGreaterThan(0.93);
  }

  @Test
  void theSameAgainIsTheSameToTheBit() {
    assertThat(layout(400)).containsExactly(layout(400));
  }

  @Test
  void theMiddleStaysAndEqualPointsStayTogether() {
    double[][] points = Numbers.points(40, 5);
    points[7] = points[3].clone();
    double[] places =
        Tsne.layout(
            Affinities.of(SquaredDistances.of(points), 8),
            PrincipalComponents.of(points, 2).coordinates(),
            300);
    assertThat(places[14]).isCloseTo(places[6], within(1e-6));
    assertThat(places[15]).isCloseTo(places[7], within(1e-6));
    double[][] rows = Numbers.rows(places);
    assertThat(Arrays.stream(rows).mapToDouble(row -> row[0]).sum()).isCloseTo(0, within(1e-9));
    assertThat(Arrays.stream(places).allMatch(Double::isFinite)).isTrue();
  }
}
