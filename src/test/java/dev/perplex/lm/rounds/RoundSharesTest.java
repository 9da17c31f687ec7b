package dev.perplex.lm.rounds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RoundSharesTest {
  private static WorkerFigures worker(long tokens, double loss, double norm) {
    return new WorkerFigures(tokens, loss, norm, 1, 1, 0);
  }

  /** 30 and 10 of 40 tokens; the one in the middle is 6 times the median of 1. */
  @Test
  void sharesAreOfTokensAmongThoseWhoStay() {
    List<WorkerFigures> workers = List.of(worker(30, 90, 1), worker(60, 70, 6), worker(10, 20, 1));
    RoundShares shares = RoundShares.of(workers);
    assertThat(shares.leftOut()).containsExactly(false, true, false);
    assertThat(shares.shares()).containsExactly(0.75, 0, 0.25);
    assertThat(shares.tokens()).isEqualTo(40);
    assertThat(shares.loss()).isEqualTo(110);
    assertThat(shares.isEmpty()).isFalse();
    assertThat(shares.notes(8, workers))
        .containsExactly(
            "round 8: worker 1 is left out and starts afresh: its loss is 1.167 nats a token, its"
                + " change's norm 6.00 (all norms: [1.00, 6.00, 1.00])");
  }

  @Test
  void whereNobodyStaysThereIsNothing() {
    List<WorkerFigures> workers = List.of(worker(5, Double.NaN, 1), worker(5, 3, Double.NaN));
    RoundShares shares = RoundShares.of(workers);
    assertThat(shares.isEmpty()).isTrue();
    assertThat(shares.shares()).containsExactly(0, 0);
    assertThat(shares.notes(1, workers)).hasSize(2);
  }
}
