package dev.perplex.lm.fused;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.perplex.lm.Cell;
import dev.perplex.lm.RegularizationSettings;
import dev.perplex.lm.RegularizationSettings.Masking;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DropoutMasksTest {
  private static final int LANES = 5;
  private static final int STEPS = 7;
  private static final NetworkShape SHAPE =
      new NetworkShape(1001, 30, 40, 3, Cell.LSTM, SoftmaxKind.FULL);

  private static Masks of(Masking masking, double... p) {
    Masks masks =
        DropoutMasks.of(
            new RegularizationSettings(masking, p[0], p[1], p[2], p[3], p[4], 0, 0),
            SHAPE,
            LANES,
            STEPS);
    masks.draw(LANES, STEPS, 42);
    return masks;
  }

  /** Five standard deviations of a share of n draws. */
  private static void assertShare(float[] mask, double p) {
    int zeros = 0;
    for (float each : mask) {
      assertThat(each == 0 || each == (float) (1 / (1 - p))).isTrue();
      zeros += each == 0 ? 1 : 0;
    }
    double off = 5 * Math.sqrt(p * (1 - p) / mask.length);
    assertThat((double) zeros / mask.length).isCloseTo(p, within(off));
  }

  @Test
  void eachPlaceDropsByItsProbability() {
    Masks masks = of(Masking.STEP, .1, .2, .3, .4, .5);
    assertThat(masks.inputs(0)).hasSize(LANES * STEPS * 30);
    assertThat(masks.inputs(3)).hasSize(LANES * STEPS * 40);
    assertThat(masks.words()).hasSize(1001);
    assertThat(masks.recurrentWeights(2)).hasSize(4 * 40 * 40);
    assertShare(masks.inputs(0), .1);
    assertShare(masks.inputs(1), .2);
    assertShare(masks.inputs(2), .2);
    assertShare(masks.inputs(3), .3);
    assertShare(masks.words(), .4);
    assertShare(masks.recurrentWeights(0), .5);
    assertShare(masks.recurrentWeights(2), .5);
  }

  /** What is kept is scaled so that a mean over masks is the input: here over 400 draws. */
  @Test
  void theMeanOfAMaskIsOne() {
    Masks masks = of(Masking.STEP, .75, 0, 0, 0, 0);
    double sum = 0;
    for (int seed = 0; seed < 400; seed++) {
      masks.draw(LANES, STEPS, seed);
      for (float each : masks.inputs(0)) {
        sum += each;
      }
    }
    assertThat(sum / (400 * LANES * STEPS * 30)).isCloseTo(1, within(0.02));
  }

  @Test
  void whatIsOffHasNoMask() {
    Masks masks = of(Masking.STEP, 0, .2, 0, 0, 0);
    assertThat(masks.inputs(0)).isNull();
    assertThat(masks.inputs(1)).isNotNull();
    assertThat(masks.inputs(3)).isNull();
    assertThat(masks.words()).isNull();
    assertThat(masks.recurrentWeights(0)).isNull();
    assertThat(DropoutMasks.of(RegularizationSettings.none(), SHAPE, 1, 1)).isSameAs(Masks.NONE);
  }

  @Test
  void aMaskOfSequencesIsTheSameAtEachStepAndOneOfStepsIsNot() {
    float[] sequence = of(Masking.SEQUENCE, 0, .5, 0, 0, 0).inputs(1);
    float[] step = of(Masking.STEP, 0, .5, 0, 0, 0).inputs(1);
    int length = LANES * 40;
    for (int t = 1; t < STEPS; t++) {
      assertThat(same(sequence, t, length)).isTrue();
      assertThat(same(step, t, length)).isFalse();
    }
    // Lanes differ all the same, and so do layers.
    assertThat(Arrays.equals(sequence, 0, 40, sequence, 40, 80)).isFalse();
    Masks masks = of(Masking.SEQUENCE, 0, .5, 0, 0, 0);
    assertThat(masks.inputs(1)).isNotEqualTo(masks.inputs(2));
  }

  private static boolean same(float[] mask, int t, int length) {
    return Arrays.equals(mask, 0, length, mask, t * length, (t + 1) * length);
  }

  @Test
  void theSeedAloneDecides() {
    Masks masks = of(Masking.STEP, .5, .5, .5, .5, .5);
    float[] first = masks.inputs(0).clone();
    float[] words = masks.words().clone();
    masks.draw(LANES, STEPS, 43);
    assertThat(masks.inputs(0)).isNotEqualTo(first);
    assertThat(masks.words()).isNotEqualTo(words);
    masks.draw(LANES, STEPS, 42);
    assertThat(masks.inputs(0)).containsExactly(first);
    assertThat(masks.words()).containsExactly(words);
    // Another mask turned off changes nothing here.
    assertThat(of(Masking.STEP, .5, 0, 0, 0, 0).inputs(0)).containsExactly(first);
  }

  /** Bits that are kept for good: runs of old seeds must come out again. */
  @Test
  void theBitsAreTheseOnes() {
    float[] mask = of(Masking.STEP, .5, 0, 0, 0, 0).inputs(0);
    StringBuilder bits = new StringBuilder();
    for (int i = 0; i < 32; i++) {
      bits.append(mask[i] == 0 ? '.' : '2');
    }
    assertThat(bits.toString()).isEqualTo("2..22222..222..22.2.22.....222.2");
  }

  @Test
  void aMinibatchLargerThanTheRoomIsRefused() {
    Masks masks = of(Masking.STEP, .5, .5, .5, .5, .5);
    assertThatThrownBy(() -> masks.draw(LANES, STEPS + 1, 1)).hasMessage("5 x 8 in masks of 5 x 7");
    masks.draw(LANES - 1, STEPS - 1, 1);
  }
}
