package dev.perplex.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TrustworthinessTest {
  private static final double[][] POINTS = weighted(Numbers.clusters(40, 6));
  private static final SquaredDistances SPACE = SquaredDistances.of(POINTS);

  /** No two distances are equal: who breaks ties otherwise would have other numbers. */
  private static double[][] weighted(double[][] rows) {
    for (double[] row : rows) {
      for (int c = 0; c < row.length; c++) {
        row[c] *= Math.sqrt(c + 1);
      }
    }
    return rows;
  }

  private static double[][] columns(int first, int second) {
    double[][] rows = new double[POINTS.length][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new double[] {POINTS[i][first], POINTS[i][second]};
    }
    return rows;
  }

  /**
   * On the line 0, 1, 3, 7, 15 the last two change places. On the map the nearest of the one from 7
   * is the one from 15, its fourth in space: three ranks too far. That one's nearest is the one
   * from 3, its second in space: one rank. The others' are right: 1 - 2 / (5 * 1 * (10 - 3 - 1)) *
   * (3 + 1).
   */
  @Test
  void fivePointsByHand() {
    SquaredDistances line = SquaredDistances.of(new double[][] {{0}, {1}, {3}, {7}, {15}});
    SquaredDistances map = SquaredDistances.of(new double[][] {{0}, {1}, {3}, {15}, {7}});
    assertThat(Trustworthiness.of(line, map, 1)).isCloseTo(1 - 2 / 30.0 * 4, within(1e-12));
  }

  @Test
  void theNumbersAreThoseOfScikitLearn() {
    SquaredDistances map = SquaredDistances.of(columns(0, 1));
    assertThat(Trustworthiness.of(SPACE, map, 5)).isCloseTo(0.8893154762, within(1e-9));
    assertThat(Trustworthiness.of(SPACE, map, 12)).isCloseTo(0.9210385878, within(1e-9));
  }

  @Test
  void theSpaceItselfIsTrusted() {
    assertThat(Trustworthiness.of(SPACE, SPACE, 12)).isEqualTo(1);
  }

  @Test
  void chanceIsAHalf() {
    SplittableRandom random = new SplittableRandom(3);
    double[][] map = new double[POINTS.length][2];
    for (double[] row : map) {
      row[0] = random.nextDouble();
      row[1] = random.nextDouble();
    }
    assertThat(Trustworthiness.of(SPACE, SquaredDistances.of(map), 12))
        .isCloseTo(0.5, within(0.06));
  }

  @Test
  void asManyAsHalfThePointsAreRefused() {
    assertThatThrownBy(() -> Trustworthiness.of(SPACE, SPACE, 60))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("60 nearest of 120 points");
  }
}
