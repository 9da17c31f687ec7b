package dev.perplex.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class PairedDifferenceTest {
  private static final int TRIALS = 500;
  private static final int MANY = 2000;

  /*
   * Documents of 1 and 3 tokens; losses 2 and 9 against 1 and 6: 11 nats less 7, over 4 tokens, is
   * 1. Each document differs by 1 nat a token, so each resample does, and the interval is a point.
   */
  @Test
  void theHandCaseHolds() {
    Resamples resamples = Resamples.of(new double[][] {{2, 9}, {1, 6}, {1, 3}}, 99, 1);
    PairedDifference difference = PairedDifference.of(resamples, 0, 1, 2, 0.95);
    assertThat(difference.difference()).isEqualTo(1);
    assertThat(difference.interval()).isEqualTo(new Range(1, 1));
    // No resample's difference is 1 away from 1: only the sample itself is as far from nothing.
    assertThat(difference.pValue()).isEqualTo(0.01);
    PairedDifference other = PairedDifference.of(resamples, 1, 0, 2, 0.95);
    assertThat(other.difference()).isEqualTo(-1);
    assertThat(other.pValue()).isEqualTo(0.01);
  }

  @Test
  void aModelDoesNotDifferFromItself() {
    double[][] columns = ResamplesTest.documents(new SplittableRandom(3), 40);
    Resamples resamples = Resamples.of(columns, 200, 1);
    PairedDifference difference = PairedDifference.of(resamples, 0, 0, 1, 0.95);
    assertThat(difference).isEqualTo(new PairedDifference(0, new Range(0, 0), 1));
  }

  /** Two models that are as good as one another, documents being hard for both or for neither. */
  private static double[][] equalModels(SplittableRandom random, double lead) {
    double[][] documents = ResamplesTest.documents(random, 150);
    double[][] columns = {documents[0], documents[0].clone(), documents[1]};
    for (int document = 0; document < columns[2].length; document++) {
      double tokens = columns[2][document];
      double apart = 0.1 * Normal.draw(random) + 0.5 * Normal.draw(random) / Math.sqrt(tokens);
      columns[0][document] += (apart - lead) * tokens;
    }
    return columns;
  }

  private static double[] pValues(int trials, double lead, ToDoubleFunction<Resamples> p) {
    SplittableRandom random = new SplittableRandom(21);
    double[] values = new double[trials];
    for (int trial = 0; trial < trials; trial++) {
      values[trial] = p.applyAsDouble(Resamples.of(equalModels(random, lead), 399, trial));
    }
    return values;
  }

  private static double paired(Resamples resamples) {
    return PairedDifference.of(resamples, 0, 1, 2, 0.95).pValue();
  }

  /**
   * Of Kolmogorov and Smirnov: how far the share of values up to any x is from x. Of 2,000 uniform
   * values it is above 0.0364 once in a hundred.
   */
  private static double distance(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double most = 0;
    for (int i = 0; i < sorted.length; i++) {
      most = Math.max(most, Math.abs(sorted[i] - (double) i / sorted.length));
      most = Math.max(most, Math.abs(sorted[i] - (i + 1.0) / sorted.length));
    }
    return most;
  }

  @Test
  void pValuesAreUniformWhereModelsAreEqual() {
    double[] values = pValues(MANY, 0, PairedDifferenceTest::paired);
    assertThat(distance(values)).isLessThan(0.0364);
    assertThat(Arrays.stream(values).filter(p -> p < 0.05).count() / (double) MANY)
        .isCloseTo(0.05, within(0.015));
  }

  /** A test that takes resamples' signs for evidence on both sides rejects twice too often. */
  @Test
  void aOneSidedCountIsNotUniform() {
    double[] values =
        pValues(
            TRIALS,
            0,
            resamples -> {
              double[] figures = resamples.figures(sums -> (sums[0] - sums[1]) / sums[2]);
              double below = Arrays.stream(figures).filter(each -> each <= 0).count();
              return Math.min(below, figures.length - below) / figures.length;
            });
    assertThat(distance(values)).isGreaterThan(0.3);
  }

  /** The pairing is what finds a small lead: documents' own hardness is far larger. */
  @Test
  void aSmallLeadIsFound() {
    double[] values = pValues(TRIALS, 0.05, PairedDifferenceTest::paired);
    assertThat(Arrays.stream(values).filter(p -> p < 0.05).count())
        .isGreaterThan((long) (0.9 * TRIALS));
  }

  @Test
  void theIntervalOfTheDifferenceCoversTheLead() {
    SplittableRandom random = new SplittableRandom(22);
    int covered = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      Resamples resamples = Resamples.of(equalModels(random, 0.02), 399, trial);
      covered += PairedDifference.of(resamples, 0, 1, 2, 0.95).interval().contains(-0.02) ? 1 : 0;
    }
    assertThat((double) covered / TRIALS).isCloseTo(0.95, within(0.03));
  }
}
