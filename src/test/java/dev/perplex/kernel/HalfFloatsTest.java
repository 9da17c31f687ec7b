package dev.perplex.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HalfFloatsTest {

  @Test
  void knownHalves() {
    assertThat(HalfFloats.of(1)).isEqualTo((short) 0x3c00);
    assertThat(HalfFloats.of(-2)).isEqualTo((short) 0xc000);
    assertThat(HalfFloats.of(65504)).isEqualTo((short) 0x7bff);
    assertThat(HalfFloats.of(0x1p-24f)).isEqualTo((short) 1);
    assertThat(HalfFloats.of(0x1p-14f)).isEqualTo((short) 0x400);
    assertThat(HalfFloats.of(0.333251953125f)).isEqualTo((short) 0x3555);
    assertThat(HalfFloats.of(-0f)).isEqualTo((short) 0x8000);
    assertThat(HalfFloats.of(1e9f)).as("cut").isEqualTo((short) 0x7bff);
    assertThat(HalfFloats.of(Float.NEGATIVE_INFINITY)).isEqualTo((short) 0xfc00);
    assertThat(HalfFloats.toFloat(HalfFloats.of(Float.NaN))).isNaN();
  }

  @Test
  void eachHalfIsItself() {
    for (int bits = 0; bits < 0x10000; bits++) {
      float value = HalfFloats.toFloat((short) bits);
      if (!Float.isNaN(value)) {
        assertThat(HalfFloats.of(value)).isEqualTo((short) bits);
      }
    }
  }

  /** The nearest of the two neighbours, and of two that are as near, the even one. */
  @Test
  void roundsToTheNearestAndTiesToEven() {
    for (int bits = 0; bits < 0x7bff; bits++) {
      float low = HalfFloats.toFloat((short) bits);
      float high = HalfFloats.toFloat((short) (bits + 1));
      float middle = (low + high) / 2; // exact: 12 bits of fraction
      short even = (short) (bits % 2 == 0 ? bits : bits + 1);
      assertThat(HalfFloats.of(middle)).isEqualTo(even);
      assertThat(HalfFloats.of(Math.nextDown(middle))).isEqualTo((short) bits);
      assertThat(HalfFloats.of(Math.nextUp(middle))).isEqualTo((short) (bits + 1));
      assertThat(HalfFloats.of(-middle)).isEqualTo((short) (even | 0x8000));
    }
  }

  @Test
  void theScaleBringsTheLargestNearTheTop() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 1000; i++) {
      float largest = (float) Math.exp(random.nextDouble(-40, 40));
      assertThat(largest * HalfFloats.scale(largest)).isBetween(0x1p14f, 0x1p15f);
    }
    assertThat(HalfFloats.scale(0)).isEqualTo(1);
    assertThat(HalfFloats.scale(Float.NaN)).isEqualTo(1);
    assertThat(HalfFloats.scale(Float.POSITIVE_INFINITY)).isEqualTo(1);
    assertThat(HalfFloats.scale(Float.MIN_VALUE)).isFinite();
  }
}
