package dev.perplex.lm.rounds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.lm.Minibatches;
import dev.perplex.lm.OptimizerSettings;
import dev.perplex.lm.OuterSettings;
import dev.perplex.lm.Reading;
import dev.perplex.lm.RegularizationSettings;
import dev.perplex.lm.ScheduleSettings;
import dev.perplex.lm.TrainSettings;
import dev.perplex.lm.Wire;
import org.junit.jupiter.api.Test;

class RoundRatesTest {
  private static final int TOKENS = 121; // two workers of 2 lanes: 30 time steps an epoch

  private static double[] rates(boolean randomLengths, Position position, int... lengths) {
    TrainSettings settings =
        new TrainSettings(
            "fused",
            2,
            2,
            5,
            randomLengths,
            Reading.State.STREAM,
            3,
            0,
            0,
            2,
            OuterSettings.chosen(),
            Wire.FP32,
            60,
            0.8,
            5,
            OptimizerSettings.usual(OptimizerSettings.Method.SGD),
            new ScheduleSettings(ScheduleSettings.Course.DECAY, 1, 2, 0, 0, 0),
            RegularizationSettings.none(),
            0,
            0,
            7);
    RoundPlan plan = new RoundPlan(Minibatches.of(settings, TOKENS), randomLengths, 2, 0, 3, 7);
    return new RoundRates(settings, plan).of(position, lengths, new double[0]);
  }

  /** An epoch has 4 lanes of 30 steps, 120 tokens; after it the rate is half. */
  @Test
  void theTokensOfAllWorkersMoveTheRate() {
    Position late = new Position(5, 0, 25, 5, 5, 100);
    assertThat(rates(false, late, 5, 5)).containsExactly(0.8, 0.4);
    assertThat(rates(false, new Position(5, 0, 20, 4, 4, 80), 5, 5)).containsExactly(0.8, 0.8);
  }

  /** Merity et al. 2017, section 5: the rate of a minibatch is in proportion to its length. */
  @Test
  void randomLengthsScaleTheRate() {
    assertThat(rates(true, Position.START, 5, 10)).containsExactly(0.8, 1.6);
    assertThat(rates(false, Position.START, 5, 3)).containsExactly(0.8, 0.8);
  }
}
