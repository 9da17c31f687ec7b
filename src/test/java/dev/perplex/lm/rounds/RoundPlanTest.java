package dev.perplex.lm.rounds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.lm.Ids;
import dev.perplex.lm.Minibatch;
import dev.perplex.lm.Minibatches;
import dev.perplex.lm.TrainSettings;
import dev.perplex.lm.Updater;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoundPlanTest {
  /** 2 workers of 3 lanes of 100 steps. */
  private static final Minibatches TEXT = new Minibatches(601, 0, 2, 3, 7);

  private static RoundPlan plan(int minibatches, long segmentTokens) {
    return new RoundPlan(TEXT, false, minibatches, segmentTokens, 2, 1);
  }

  @Test
  void roundsEndWithEpochs() {
    RoundPlan plan = plan(4, 0);
    Position position = Position.START;
    List<Long> ends = new ArrayList<>();
    while (!plan.isDone(position)) {
      int[] lengths = plan.lengths(position);
      position = plan.after(position, lengths);
      ends.add(position.step());
      assertThat(plan.endsSegment(position)).isEqualTo(position.step() == 0);
    }
    assertThat(ends).containsExactly(28L, 56L, 84L, 0L, 28L, 56L, 84L, 0L);
    assertThat(position).isEqualTo(new Position(8, 2, 0, 0, 30, 1200));
    assertThat(plan.tokensTotal()).isEqualTo(1200);
    assertThat(plan.epochsDone(new Position(1, 1, 50, 0, 0, 0))).isEqualTo(1.5);
  }

  @Test
  void totalsAreThoseOfAWholeTraining() {
    for (RoundPlan plan : List.of(plan(4, 0), plan(3, 170), plan(50, 0))) {
      Position position = Position.START;
      long validations = 0;
      while (!plan.isDone(position)) {
        position = plan.after(position, plan.lengths(position));
        validations += plan.endsSegment(position) ? 1 : 0;
      }
      assertThat(plan.totals())
          .isEqualTo(new RoundPlan.Totals(position.rounds(), position.minibatches(), validations));
    }
  }

  /** 170 tokens are 4 minibatches of 42; the rest of 16 steps is more than half of that. */
  @Test
  void segmentsEndRounds() {
    RoundPlan plan = plan(3, 170);
    Position position = Position.START;
    List<Long> segments = new ArrayList<>();
    List<Long> rounds = new ArrayList<>();
    while (position.epoch() == 0) {
      position = plan.after(position, plan.lengths(position));
      rounds.add(position.step());
      if (plan.endsSegment(position)) {
        segments.add(position.step());
      }
    }
    assertThat(rounds).containsExactly(21L, 28L, 49L, 56L, 77L, 84L, 0L);
    assertThat(segments).containsExactly(28L, 56L, 84L, 0L);
  }

  @Test
  void randomLengthsFollowFromTheSeedAndNotFromRounds() {
    Minibatches text = new Minibatches(60_001, 0, 1, 3, 35);
    List<Integer> all = lengths(new RoundPlan(text, true, 1, 0, 1, 1));
    assertThat(lengths(new RoundPlan(text, true, 9, 0, 1, 1))).isEqualTo(all);
    assertThat(lengths(new RoundPlan(text, true, 9, 0, 1, 2))).isNotEqualTo(all);
    assertThat(all).allMatch(length -> length <= 45);
    assertThat(all.stream().mapToInt(each -> each).sum()).isEqualTo(20_000);
    // 95 % around 35, the rest around 17.5; 590 of them have a standard error of .25.
    assertThat(all.stream().mapToInt(each -> each).average().orElse(0)).isBetween(33.0, 35.3);
    assertThat(all).anyMatch(length -> length < 22).anyMatch(length -> length > 38);
  }

  private static List<Integer> lengths(RoundPlan plan) {
    List<Integer> all = new ArrayList<>();
    Position position = Position.START;
    while (!plan.isDone(position)) {
      int[] lengths = plan.lengths(position);
      Arrays.stream(lengths).forEach(all::add);
      position = plan.after(position, lengths);
    }
    return all;
  }

  @Test
  void anotherNumberOfWorkersGoesOnWhereTheTokensAre() {
    RoundPlan plan = new RoundPlan(new Minibatches(601, 0, 3, 3, 7), false, 4, 0, 2, 1);
    Position moved = plan.movedFrom(new Position(9, 1, 56, 8, 23, 936), 100);
    // .56 of 66 steps is 36: five minibatches of 7 are done.
    assertThat(moved).isEqualTo(new Position(9, 1, 35, 5, 23, 936));
    assertThat(plan(4, 0).movedFrom(moved, 100)).isEqualTo(moved);
  }

  /** TEXT's worker 1 has lanes that start at 300, 400 and 500. */
  @Test
  void lanesSayWhereDocumentsBegin() {
    Ids ids = new Ids(IntStream.range(0, 601).toArray(), 103);
    Lanes lanes = new Lanes(TEXT, ids, 1, true);
    for (int pass = 0; pass < 2; pass++) {
      for (int minibatch = 0; minibatch < TEXT.perEpoch(); minibatch++) {
        int steps = (int) Math.min(7, TEXT.laneLength() - minibatch * 7L);
        Minibatch read = lanes.minibatches(minibatch * 7L, steps).get(0);
        for (int i = 0; i < read.labels().length; i++) {
          boolean starts = read.starts().length > 0 && read.starts()[i];
          assertThat(starts).isEqualTo(read.labels()[i] % 103 == 0);
        }
      }
    }
  }

  @Test
  void lanesReadAheadGiveTheSameMinibatches() {
    Ids ids = new Ids(IntStream.range(0, 601).toArray());
    Lanes lanes = new Lanes(TEXT, ids, 1, false);
    for (int pass = 0; pass < 2; pass++) {
      for (int minibatch = 0; minibatch < TEXT.perEpoch(); minibatch++) {
        Minibatch expected = TEXT.read(ids, 1, minibatch);
        Minibatch found = lanes.minibatches(minibatch * 7L, expected.steps()).get(0);
        assertThat(found.inputs()).isEqualTo(expected.inputs());
        assertThat(found.labels()).isEqualTo(expected.labels());
      }
    }
    assertThat(lanes.minibatches(0, 7).get(0).starts()).isEmpty();
    List<Minibatch> two = lanes.minibatches(14, 7, 3);
    assertThat(two.get(1).inputs()).startsWith(321, 322, 323, 421);
  }

  /** A minibatch of one worker has 200 tokens. */
  @ParameterizedTest
  @CsvSource({
    "2, 1, 0, 100, 1000, 5",
    "2, 1, 0, 2589, 1000, 6",
    "2, 1, 0, 2590, 1000, 7",
    "2, 2, 0, 1295, 1000, 7",
    "8, 1, 0, 2590, 1000, 7",
    "2, 1, 0, 1000000, 1000, 20",
    "2, 1, 3, 1000000, 1000, 3",
    "1, 1, 0, 100, 1000, 50",
    // 6 x 200 operations a parameter: 50 minibatches of 20 million parameters are 1.2e12
    "1, 1, 0, 100, 20000000, 50",
    "1, 1, 0, 100, 100000000, 10",
    "2, 1, 0, 1000000, 1000000000, 20",
    "1, 1, 0, 100, 1000000000, 5",
    "1, 1, 50, 100, 1000000000, 50",
  })
  void longTrainingsHaveLongRoundsAndLoneLargeModelsShortOnes(
      int workers, int epochs, int asked, long minibatches, long parameters, int expected) {
    TrainSettings settings =
        new TrainSettings("fused", workers, 10, 20, epochs, 0, 0, asked, Updater.SGD, 1, 5, 0, 1);
    RoundPlan plan = RoundPlan.of(settings, minibatches * workers * 200 + 1, parameters);
    assertThat(plan.roundMinibatches()).isEqualTo(expected);
    assertThat(plan.tokensTotal()).isEqualTo(minibatches * workers * 200 * epochs);
  }
}
