package dev.perplex.lm.rounds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DivergenceTest {
  private static boolean[] leftOut(double... norms) {
    List<WorkerFigures> workers =
        Arrays.stream(norms).mapToObj(norm -> new WorkerFigures(10, 20, norm, 1, 1, 0)).toList();
    return Divergence.leftOut(workers);
  }

  @Test
  void overFiveTimesTheMedianIsOut() {
    assertThat(leftOut(1, 1.2, 5.9, 6.1)).containsExactly(false, false, false, true);
    assertThat(leftOut(1, 5)).containsExactly(false, false);
    assertThat(leftOut(5.01, 1)).containsExactly(true, false);
    assertThat(leftOut(7)).containsExactly(false);
    assertThat(leftOut(0, 0)).containsExactly(false, false);
  }

  @Test
  void whatIsNotFiniteIsOutAndNotCounted() {
    double nan = Double.NaN;
    assertThat(leftOut(nan, 1, nan, Double.POSITIVE_INFINITY, 2))
        .containsExactly(true, false, true, true, false);
    assertThat(leftOut(nan, nan)).containsExactly(true, true);
    assertThat(Divergence.leftOut(List.of(new WorkerFigures(1, nan, 1, 1, 1, 0))))
        .containsExactly(true);
  }
}
