package dev.perplex.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.perplex.provenance.InvalidSetting;
import org.junit.jupiter.api.Test;

/** Turns that tasks take, by hand and by law. */
class PlacementTest {

  @Test
  void oneExecutorOfOneSlotTakesTheSumOfItsTasks() {
    Placement one = Placement.of(1, 1);
    for (int tasks : new int[] {0, 1, 2, 7, 1000}) {
      assertThat(one.turns(tasks)).isEqualTo(tasks);
      assertThat(one.span(tasks * 3.0, 3, tasks)).isEqualTo(Math.max(3, tasks * 3.0));
    }
    assertThat(one.each()).isEqualTo(1);
    assertThat(one.elsewhere()).isZero();
  }

  /** Seven tasks in six slots: a wave of six and one of one. */
  @Test
  void tasksRunInWaves() {
    Placement six = Placement.of(3, 2);
    assertThat(six.turns(6)).isEqualTo(1);
    assertThat(six.turns(7)).isEqualTo(2);
    assertThat(six.turns(3)).isEqualTo(1);
    assertThat(six.elsewhere()).isCloseTo(2.0 / 3, within(1e-12));
  }

  /** Four slots on two cores: a wave of four takes two tasks' time, the one left takes one's. */
  @Test
  void slotsWithoutCoresShareThem() {
    Placement crowded = new Placement(4, 1, 2);
    assertThat(crowded.turns(4)).isEqualTo(2);
    assertThat(crowded.turns(5)).isEqualTo(3);
    assertThat(crowded.turns(2)).isEqualTo(1);
    assertThat(crowded.each()).isEqualTo(2);
    assertThat(new Placement(4, 1, 8).turns(4))
        .as("more cores than slots are of no use")
        .isEqualTo(1);
  }

  @Test
  void noMoreExecutorsTakeLongerAndNoWorkIsLost() {
    for (int tasks = 1; tasks < 40; tasks++) {
      double before = Double.POSITIVE_INFINITY;
      for (int executors : new int[] {1, 2, 4, 8, 16, 64}) {
        double turns = Placement.of(executors, 1).turns(tasks);
        assertThat(turns).isLessThanOrEqualTo(before);
        assertThat(turns * executors).isGreaterThanOrEqualTo(tasks);
        before = turns;
      }
    }
  }

  /** Ten units, three of them in one task, on four cores: 2.5 each, but for that task. */
  @Test
  void theLongestTaskIsNotShared() {
    Placement four = Placement.of(4, 1);
    assertThat(four.span(10, 1, 10)).isEqualTo(2.5);
    assertThat(four.span(10, 3, 10)).isEqualTo(3);
    assertThat(four.span(10, 1, 2)).as("two tasks fill two cores").isEqualTo(5);
  }

  @Test
  void nothingIsNoPlace() {
    assertThatThrownBy(() -> new Placement(0, 1, 1)).isInstanceOf(InvalidSetting.class);
    assertThatThrownBy(() -> new Placement(1, 1, 0)).isInstanceOf(InvalidSetting.class);
  }
}
