package dev.perplex.word2vec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.perplex.provenance.PerplexException;
import org.junit.jupiter.api.Test;

class RoundPlanTest {
  @Test
  void everyTokenIsReadOnceAnEpochInParts() {
    for (long tokens : new long[] {0, 1, 2, 7, 100, 12_345}) {
      for (int workers : new int[] {1, 2, 3, 64}) {
        for (int rounds : new int[] {1, 4, 20}) {
          RoundPlan plan = new RoundPlan(tokens, workers, rounds, 2);
          long next = 0;
          for (int worker = 0; worker < workers; worker++) {
            for (int round = 0; round < rounds; round++) {
              assertThat(plan.start(worker, round)).isEqualTo(next);
              assertThat((long) plan.length(worker, round)).isLessThanOrEqualTo(plan.longest());
              next += plan.length(worker, round);
            }
          }
          assertThat(next).isEqualTo(tokens);
          assertThat(plan.tokensBefore(0, rounds)).isEqualTo(tokens);
          assertThat(plan.tokensBefore(1, 0)).isEqualTo(tokens);
          assertThat(plan.tokensBefore(1, rounds)).isEqualTo(plan.tokensTotal());
        }
      }
    }
  }

  @Test
  void worksTheCaseDoneByHand() {
    // 10 tokens, 2 workers: [0, 5) and [5, 10); 2 rounds: [0, 2) [2, 5) and [5, 7) [7, 10)
    RoundPlan plan = new RoundPlan(10, 2, 2, 3);
    assertThat(plan.start(1, 1)).isEqualTo(7);
    assertThat(plan.length(1, 1)).isEqualTo(3);
    assertThat(plan.tokensBefore(2, 1)).isEqualTo(24);
  }

  @Test
  void countsInLong() {
    RoundPlan plan = new RoundPlan(1L << 50, 1000, 10_000_000, 5);
    assertThat(plan.start(1000, 0)).isEqualTo(1L << 50);
    assertThat(plan.tokensTotal()).isEqualTo(5L << 50);
  }

  @Test
  void refusesAPartThatNoArrayHolds() {
    assertThat(
            RoundPlan.of(20L * 2 * (Integer.MAX_VALUE - 8), Examples.settings(1, 2, 20)).rounds())
        .isEqualTo(20);
    assertThatThrownBy(() -> RoundPlan.of(1L << 40, Examples.settings(1, 2, 20)))
        .isInstanceOf(PerplexException.class)
        .hasMessage(
            "word2vec.rounds-per-epoch = 20 makes parts of 27487790695 tokens, which is above"
                + " 2147483639. Set word2vec.rounds-per-epoch or word2vec.workers higher.");
  }

  @Test
  void theRateFallsLinearlyOverTheWholeTraining() {
    RateSpan span = new RateSpan(0.5, 0.25, 0.75);
    assertThat(span.at(0)).isCloseTo(0.375f, within(1e-7f));
    assertThat(span.at(0.5)).isCloseTo(0.25f, within(1e-7f));
    assertThat(new RateSpan(0.5, 0.5, 1).at(1)).isCloseTo(0.5e-4f, within(1e-9f));
  }

  private static int rounds(long tokens, int workers, int epochs) {
    RoundPlan plan = RoundPlan.of(tokens, Word2vecSettings.usual(100, epochs, workers, 1));
    return plan.rounds();
  }

  @Test
  void chosenRoundsGrowWithWorkersAndTheirRate() {
    assertThat(rounds(1_000_000_000, 1, 5)).isEqualTo(20); // not above 50 million tokens each
    assertThat(rounds(10_000_000, 1, 5)).isEqualTo(1);
    // 9.5 million tokens each at twice the rate: 9.5 * 2^4 / 39 = 3.9
    assertThat(rounds(19_000_000, 2, 5)).isEqualTo(4);
    assertThat(rounds(100_000_000, 2, 5)).isEqualTo(8); // not above 2 * 2^2
    assertThat(rounds(100_000_000, 2, 1)).isEqualTo(4); // not above 2^2 in one pass
    assertThat(rounds(2_000_000, 2, 5)).isEqualTo(1);
    // 4.5 million each at four times the rate: 4.5 * 4^4 / 39 = 29.5
    assertThat(rounds(18_000_000, 4, 5)).isEqualTo(30);
    assertThat(rounds(18_000_000, 4, 1)).isEqualTo(16);
    assertThat(rounds(100_000_000, 4, 5)).isEqualTo(32);
    assertThat(rounds(2_000_000, 4, 5)).isEqualTo(4); // not below 4^2 / 5
    // Eight workers learn at six times the rate in five passes: 39,000,000 / 6^4 is below 92,000;
    // of 2.375 million each, 2.375 / .092 = 25.8
    assertThat(rounds(19_000_000, 8, 5)).isEqualTo(26);
    assertThat(rounds(1_000_000, 8, 5)).isEqualTo(2); // not below 50,000 tokens each
    assertThat(rounds(5_000_000, 8, 5)).isEqualTo(12); // 8^2 / 5, but not below 50,000 tokens
    assertThat(rounds(100_000_000, 8, 5)).isEqualTo(128); // not above 2 * 8^2
    assertThat(rounds(100_000_000, 8, 1)).isEqualTo(64);
    assertThat(rounds(1_000_000, 8, 1)).isEqualTo(2); // not below 50,000 tokens each
    assertThat(rounds(10, 64, 5)).isEqualTo(1);
    assertThat(rounds(0, 64, 5)).isEqualTo(1);
  }

  @Test
  void roundsThatAreSetStand() {
    assertThat(RoundPlan.of(10, Examples.settings(1, 8, 20)).rounds()).isEqualTo(20);
  }
}
