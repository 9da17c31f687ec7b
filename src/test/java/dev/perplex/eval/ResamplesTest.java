package dev.perplex.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ResamplesTest {

  /*
   * Two units: 1 nat on 1 token, 6 nats on 2 tokens. A resample is both of the first (2 nats on 2
   * tokens: mean 1), one of each (7 on 3) or both of the second (12 on 4: mean 3).
   */
  @Test
  void aResampleIsAsManyUnitsAsThereAre() {
    Resamples resamples = Resamples.of(new double[][] {{1, 6}, {1, 2}}, 400, 7);
    assertThat(resamples.units()).isEqualTo(2);
    assertThat(resamples.total(0)).isEqualTo(7);
    assertThat(resamples.total(1)).isEqualTo(3);
    double[] means = resamples.figures(sums -> sums[0] / sums[1]);
    assertThat(means).hasSize(400);
    double[] kinds = Arrays.stream(means).sorted().distinct().toArray();
    assertThat(kinds).containsExactly(1, 7 / 3.0, 3);
    // A quarter, a half, a quarter: within five standard deviations.
    assertThat(Arrays.stream(means).filter(mean -> mean == 1).count()).isBetween(57L, 143L);
    assertThat(resamples.interval(0.95, sums -> sums[0] / sums[1])).isEqualTo(new Range(1, 3));
  }

  @Test
  void theSeedDecidesTheDraws() {
    double[][] columns = {{1, 2, 3, 4, 5, 6, 7, 8}};
    double[] one = Resamples.of(columns, 50, 7).figures(sums -> sums[0]);
    assertThat(Resamples.of(columns, 50, 7).figures(sums -> sums[0])).isEqualTo(one);
    assertThat(Resamples.of(columns, 50, 8).figures(sums -> sums[0])).isNotEqualTo(one);
  }

  @Test
  void blocksAreUnitsInARow() {
    assertThat(Resamples.blocks(new double[][] {{1, 2, 3, 4, 5}, {1, 1, 1, 1, 1}}, 2))
        .isDeepEqualTo(new double[][] {{3, 7, 5}, {2, 2, 1}});
    double[][] columns = {{1, 2, 3}};
    assertThat(Resamples.blocks(columns, 1)).isDeepEqualTo(columns);
  }

  @Test
  void percentilesLieBetweenTheSortedFigures() {
    double[] figures = {5, 1, 4, 2, 3};
    assertThat(Resamples.interval(0.5, figures)).isEqualTo(new Range(2, 4));
    assertThat(Resamples.interval(0.75, figures)).isEqualTo(new Range(1.5, 4.5));
    assertThat(figures).containsExactly(5, 1, 4, 2, 3);
  }

  /**
   * Documents of 1 to 60 tokens whose mean losses vary by document, more the shorter they are: of
   * 600 such test sets, 95 % of the 95 % intervals of the perplexity hold the true one. A share of
   * 600 has a standard deviation of 0.0089.
   */
  @Test
  void intervalsCoverTheTruthAtTheirLevel() {
    double share = coverage(0.95);
    assertThat(share).isBetween(0.95 - 0.03, 0.95 + 0.025);
    assertThat(coverage(0.8)).isCloseTo(0.8, within(0.05));
  }

  private static double coverage(double level) {
    SplittableRandom random = new SplittableRandom(11);
    int trials = 600;
    int covered = 0;
    for (int trial = 0; trial < trials; trial++) {
      double[][] columns = documents(random, 150);
      Range interval =
          Resamples.of(columns, 400, trial).interval(level, sums -> Math.exp(sums[0] / sums[1]));
      covered += interval.contains(Math.exp(4)) ? 1 : 0;
    }
    return (double) covered / trials;
  }

  /** Nats and tokens by document: the mean loss over all there could be is 4. */
  static double[][] documents(SplittableRandom random, int count) {
    double[][] columns = new double[2][count];
    for (int document = 0; document < count; document++) {
      int tokens = random.nextInt(1, 61);
      double mean = 4 + 0.5 * Normal.draw(random) + 2 * Normal.draw(random) / Math.sqrt(tokens);
      columns[0][document] = mean * tokens;
      columns[1][document] = tokens;
    }
    return columns;
  }

  /** An interval of tokens drawn one by one, as if documents did not vary, is far too narrow. */
  @Test
  void intervalsThatForgetTheDocumentsDoNotCover() {
    SplittableRandom random = new SplittableRandom(12);
    int covered = 0;
    for (int trial = 0; trial < 200; trial++) {
      double[][] columns = documents(random, 150);
      double tokens = Arrays.stream(columns[1]).sum();
      double mean = Arrays.stream(columns[0]).sum() / tokens;
      double half = 1.96 * 2 / Math.sqrt(tokens); // a token's own deviation is 2
      covered += Math.abs(mean - 4) <= half ? 1 : 0;
    }
    assertThat(covered / 200.0).isLessThan(0.9);
  }
}
