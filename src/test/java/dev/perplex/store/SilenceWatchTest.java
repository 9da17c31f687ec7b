package dev.perplex.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SilenceWatchTest {
  private static final Claim CLAIM = new Claim(1, "a", 100);
  private static final long MILLI = 1_000_000;

  private static LeaseView view(long beat) {
    return new LeaseView(Set.of(CLAIM.file(), CLAIM.beatFile(beat)));
  }

  @Test
  void silenceIsCountedFromTheEndOfOneLookToTheStartOfAnother() {
    SilenceWatch watch = new SilenceWatch(100);
    watch.saw(view(5), 0, 50 * MILLI);
    watch.saw(view(5), 149 * MILLI, 500 * MILLI);
    assertThat(watch.isSilent(CLAIM)).as("99 ms").isFalse();
    watch.saw(view(5), 150 * MILLI, 600 * MILLI);
    assertThat(watch.isSilent(CLAIM)).as("100 ms").isTrue();
    assertThat(watch.beating()).isEmpty();
    watch.saw(view(6), 700 * MILLI, 701 * MILLI);
    assertThat(watch.isSilent(CLAIM)).isFalse();
    assertThat(watch.beating()).contains(CLAIM);
  }

  /** A watcher that was stopped itself has seen nothing meanwhile. */
  @Test
  void oneLookAloneIsNoSilence() {
    SilenceWatch watch = new SilenceWatch(100);
    watch.saw(view(5), 0, 1_000_000 * MILLI);
    assertThat(watch.isSilent(CLAIM)).isFalse();
  }

  @Test
  void theLongerLengthCounts() {
    SilenceWatch patient = new SilenceWatch(1000);
    patient.saw(view(5), 0, 0);
    patient.saw(view(5), 999 * MILLI, 999 * MILLI);
    assertThat(patient.isSilent(CLAIM)).isFalse();
    SilenceWatch hasty = new SilenceWatch(1);
    hasty.saw(view(5), 0, 0);
    hasty.saw(view(5), 99 * MILLI, 99 * MILLI);
    assertThat(hasty.isSilent(CLAIM)).isFalse();
  }

  @Test
  void aClaimWithoutABeatIsNobodyAlive() {
    SilenceWatch watch = new SilenceWatch(100);
    LeaseView unconfirmed = new LeaseView(Set.of(CLAIM.file()));
    watch.saw(unconfirmed, 0, 0);
    watch.saw(unconfirmed, MILLI, MILLI);
    assertThat(watch.beating()).isEmpty();
    watch.saw(view(0), 2 * MILLI, 2 * MILLI);
    assertThat(watch.beating()).contains(CLAIM);
  }

  /**
   * Whatever the looks: silent is who had one beat in two looks a lease apart, and none between.
   */
  @Property(tries = 500)
  void silentIsWhoDidNotMoveForALease(
      @ForAll @Size(min = 1, max = 12) List<@IntRange(min = 0, max = 2) Integer> beats,
      @ForAll @Size(24) List<@IntRange(min = 0, max = 60) Integer> gaps) {
    SilenceWatch watch = new SilenceWatch(100);
    List<Long> ended = new ArrayList<>();
    long now = 0;
    for (int look = 0; look < beats.size(); look++) {
      long before = now + gaps.get(2 * look) * MILLI;
      long after = before + gaps.get(2 * look + 1) * MILLI;
      now = after;
      watch.saw(view(beats.get(look)), before, after);
      boolean silent = false;
      for (int first = look - 1; first >= 0; first--) {
        if (!beats.get(first).equals(beats.get(look))) {
          break;
        }
        silent |= before - ended.get(first) >= 100 * MILLI;
      }
      ended.add(after);
      assertThat(watch.isSilent(CLAIM)).as("look " + look).isEqualTo(silent);
    }
  }
}
