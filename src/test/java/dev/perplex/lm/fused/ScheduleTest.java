package dev.perplex.lm.fused;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.perplex.lm.ScheduleSettings;
import dev.perplex.lm.ScheduleSettings.Course;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final int EPOCH = 100;

  private static Schedule of(Course course) {
    return new Schedule(new ScheduleSettings(course, 4, 2, 1, 0.1, 0.01));
  }

  @Test
  void constantIsConstant() {
    assertThat(of(Course.CONSTANT).share(0, 1300, EPOCH)).isEqualTo(1);
    assertThat(of(Course.CONSTANT).share(1299, 1300, EPOCH, 1, 2, 3)).isEqualTo(1);
  }

  /** Zaremba's small model: rate 1 for 4 epochs of 13, then half of the last in each. */
  @Test
  void decayStartsAfterTheConstantEpochs() {
    Schedule schedule = of(Course.DECAY);
    assertThat(schedule.share(0, 1300, EPOCH)).isEqualTo(1);
    assertThat(schedule.share(399, 1300, EPOCH)).isEqualTo(1);
    assertThat(schedule.share(400, 1300, EPOCH)).isEqualTo(0.5);
    assertThat(schedule.share(499, 1300, EPOCH)).isEqualTo(0.5);
    assertThat(schedule.share(500, 1300, EPOCH)).isEqualTo(0.25);
    assertThat(schedule.share(1200, 1300, EPOCH)).isEqualTo(Math.pow(0.5, 9));
    assertThat(schedule.share(1300, 1300, EPOCH)).isEqualTo(Math.pow(0.5, 9));
  }

  /** Patience 1: the second validation in a row without a new best divides the rate. */
  @Test
  void plateausDivide() {
    Schedule schedule = of(Course.PLATEAU);
    assertThat(schedule.share(5, 1300, EPOCH)).isEqualTo(1);
    assertThat(schedule.share(5, 1300, EPOCH, 5, 4, 4)).isEqualTo(1);
    assertThat(schedule.share(5, 1300, EPOCH, 5, 4, 4, 3)).isEqualTo(1);
    assertThat(schedule.share(5, 1300, EPOCH, 5, 4, 4, 4.5)).isEqualTo(0.5);
    assertThat(schedule.share(5, 1300, EPOCH, 5, 4, 4, 4.5, 4)).isEqualTo(0.5);
    assertThat(schedule.share(5, 1300, EPOCH, 5, 4, 4, 4.5, 4, 4)).isEqualTo(0.25);
    assertThat(schedule.share(5, 1300, EPOCH, 5, Double.NaN, Double.NaN)).isEqualTo(0.5);
  }

  /** Warm-up over 100 of 1000 tokens from .01; half way down the cosine, (1 + .01) / 2. */
  @Test
  void cosineRisesAndFalls() {
    Schedule schedule = of(Course.COSINE);
    assertThat(schedule.share(0, 1000, EPOCH)).isEqualTo(0.01);
    assertThat(schedule.share(50, 1000, EPOCH)).isCloseTo(0.505, within(1e-12));
    assertThat(schedule.share(100, 1000, EPOCH)).isEqualTo(1);
    assertThat(schedule.share(550, 1000, EPOCH)).isCloseTo(0.505, within(1e-12));
    assertThat(schedule.share(325, 1000, EPOCH))
        .isCloseTo(0.01 + 0.99 * (1 + Math.sqrt(0.5)) / 2, within(1e-12));
    assertThat(schedule.share(1000, 1000, EPOCH)).isCloseTo(0.01, within(1e-12));
    assertThat(schedule.share(5000, 1000, EPOCH)).isCloseTo(0.01, within(1e-12));
  }

  @Test
  void aWarmUpOfAllOrNothingIsFine() {
    Schedule all = new Schedule(new ScheduleSettings(Course.COSINE, 0, 2, 0, 1, 0));
    assertThat(all.share(500, 1000, EPOCH)).isEqualTo(0.5);
    assertThat(all.share(1000, 1000, EPOCH)).isEqualTo(1);
    Schedule none = new Schedule(new ScheduleSettings(Course.COSINE, 0, 2, 0, 0, 0));
    assertThat(none.share(0, 1000, EPOCH)).isEqualTo(1);
  }

  @Test
  void tokensThatCannotBeAreRefused() {
    assertThatThrownBy(() -> of(Course.CONSTANT).share(-1, 1, 1))
        .hasMessage("-1 tokens done of 1, 1 an epoch");
    assertThatThrownBy(() -> of(Course.DECAY).share(1, 1, 0))
        .hasMessage("1 tokens done of 1, 0 an epoch");
  }
}
