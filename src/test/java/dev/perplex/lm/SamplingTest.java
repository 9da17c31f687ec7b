package dev.perplex.lm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.perplex.provenance.InvalidSetting;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

class SamplingTest {
  private static final IntPredicate ALL = id -> false;

  /** 1/8, 1/2, 1/8, 1/4: ids 0 and 2 tie. */
  private static float[] logs() {
    return logs(0.125, 0.5, 0.125, 0.25);
  }

  private static float[] logs(double... shares) {
    float[] logs = new float[shares.length];
    for (int i = 0; i < logs.length; i++) {
      logs[i] = (float) Math.log(shares[i]);
    }
    return logs;
  }

  private static void gives(Sampling sampling, double... shares) {
    assertThat(sampling.distribution(logs(), ALL)).containsExactly(shares, within(1e-6));
  }

  @Test
  void plainIsTheModels() {
    gives(Sampling.PLAIN, 0.125, 0.5, 0.125, 0.25);
  }

  @Test
  void temperatureIsAPower() {
    // Halved, each is squared: 1/64, 16/64, 1/64, 4/64 of 22/64.
    gives(new Sampling(0.5, 0, 1), 1 / 22.0, 16 / 22.0, 1 / 22.0, 4 / 22.0);
    gives(new Sampling(1e9, 0, 1), 0.25, 0.25, 0.25, 0.25);
  }

  @Test
  void temperatureNearZeroIsTheGreediest() {
    gives(new Sampling(0, 0, 1), 0, 1, 0, 0);
    gives(new Sampling(1e-3, 0, 1), 0, 1, 0, 0);
    gives(new Sampling(1e-300, 0, 1), 0, 1, 0, 0);
    assertThat(new Sampling(0, 0, 1).distribution(logs(0.4, 0.4, 0.2), ALL))
        .as("ties go to the lower id")
        .containsExactly(1, 0, 0);
  }

  @Test
  void topKKeepsTheLikeliest() {
    gives(new Sampling(1, 1, 1), 0, 1, 0, 0);
    gives(new Sampling(1, 2, 1), 0, 2 / 3.0, 0, 1 / 3.0);
    gives(new Sampling(1, 3, 1), 1 / 7.0, 4 / 7.0, 0, 2 / 7.0);
    gives(new Sampling(1, 9, 1), 0.125, 0.5, 0.125, 0.25);
  }

  @Test
  void topPKeepsTheOneThatReachesIt() {
    gives(new Sampling(1, 0, 0.4), 0, 1, 0, 0);
    gives(new Sampling(1, 0, 0.6), 0, 2 / 3.0, 0, 1 / 3.0);
    gives(new Sampling(1, 0, 0.8), 1 / 7.0, 4 / 7.0, 0, 2 / 7.0);
    gives(new Sampling(1, 0, 1e-9), 0, 1, 0, 0);
  }

  @Test
  void topPIsOfWhatTopKLeft() {
    // The two likeliest are 2/3 and 1/3, so .6 is reached by the first.
    gives(new Sampling(1, 2, 0.6), 0, 1, 0, 0);
  }

  @Test
  void whatMustNotComeHasNoShare() {
    assertThat(Sampling.PLAIN.distribution(logs(), id -> id == 1))
        .containsExactly(new double[] {0.25, 0, 0.25, 0.5}, within(1e-6));
    assertThat(new Sampling(0, 0, 1).distribution(logs(), id -> id == 1))
        .containsExactly(0, 0, 0, 1);
    assertThatThrownBy(() -> Sampling.PLAIN.distribution(logs(), id -> true))
        .hasMessage("no token is allowed");
  }

  @Test
  void drawsLieEndToEnd() {
    double[] shares = {0.25, 0, 0.75};
    assertThat(Sampling.draw(shares, 0)).isZero();
    assertThat(Sampling.draw(shares, 0.2499)).isZero();
    assertThat(Sampling.draw(shares, 0.25)).isEqualTo(2);
    assertThat(Sampling.draw(shares, 0.9999)).isEqualTo(2);
    assertThat(Sampling.draw(new double[] {0.3, 0.3, 0}, 0.99)).as("short sum").isEqualTo(1);
  }

  /** Pearson's statistic of 3 degrees of freedom is above 21 by chance once in 10,000. */
  private static double chiSquare(double[] drawnFrom, double[] claimed) {
    SplittableRandom random = new SplittableRandom(11);
    int draws = 20_000;
    long[] counts = new long[4];
    for (int i = 0; i < draws; i++) {
      counts[Sampling.draw(drawnFrom, random.nextDouble())]++;
    }
    double statistic = 0;
    for (int id = 0; id < 4; id++) {
      double expected = draws * claimed[id];
      statistic += (counts[id] - expected) * (counts[id] - expected) / expected;
    }
    return statistic;
  }

  @Test
  void drawsAgreeWithTheModel() {
    double[] model = {0.125, 0.5, 0.125, 0.25};
    assertThat(chiSquare(Sampling.PLAIN.distribution(logs(), ALL), model)).isLessThan(21);
    // The test would see a temperature a tenth off.
    double[] hot = new Sampling(1.1, 0, 1).distribution(logs(), ALL);
    assertThat(chiSquare(hot, model)).isGreaterThan(21);
  }

  @Test
  void settingsHaveBounds() {
    refused(() -> new Sampling(-1, 0, 1), "temperature = -1.0 is below 0");
    refused(() -> new Sampling(Double.NaN, 0, 1), "temperature = NaN is below 0");
    refused(() -> new Sampling(1, -1, 1), "top-k = -1 is below 0");
    refused(() -> new Sampling(1, 0, 0), "top-p = 0.0 is not in (0, 1]");
    refused(() -> new Sampling(1, 0, 1.1), "top-p = 1.1 is not in (0, 1]");
  }

  private static void refused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable made, String message) {
    assertThatThrownBy(made).isInstanceOf(InvalidSetting.class).hasMessage(message);
  }
}
