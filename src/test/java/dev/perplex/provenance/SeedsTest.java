package dev.perplex.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeedsTest {

  @Test
  void equalPurposesGiveEqualSeeds() {
    assertThat(Seeds.of(1, Stage.TRAIN, 2, 3)).isEqualTo(Seeds.of(1, Stage.TRAIN, 2, 3));
    assertThat(Seeds.random(1, Stage.TRAIN, 2, 3).nextLong())
        .isEqualTo(Seeds.random(1, Stage.TRAIN, 2, 3).nextLong());
  }

  /** Artefacts of today must be made again tomorrow: these numbers never change. */
  @Test
  void seedsAreFixedForAllTime() {
    assertThat(Seeds.mix(0)).isZero();
    assertThat(Seeds.mix(1)).isEqualTo(0x5692161D100B05E5L); // SplitMix64's finalizer of 1
  }

  @Test
  void neighbouringPurposesShareNoSeed() {
    Set<Long> seen = new HashSet<>();
    int purposes = 0;
    for (long seed = 0; seed < 4; seed++) {
      for (Stage stage : Stage.values()) {
        for (long epoch = 0; epoch < 20; epoch++) {
          for (long worker = 0; worker < 20; worker++) {
            seen.add(Seeds.of(seed, stage, epoch, worker));
            purposes++;
          }
        }
      }
    }
    assertThat(seen).hasSize(purposes);
  }
}
