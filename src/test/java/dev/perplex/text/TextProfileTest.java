package dev.perplex.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class TextProfileTest {
  private static TextProfile of(String... texts) {
    TextProfile.Counts counts = new TextProfile.Counts();
    for (String text : texts) {
      counts.add(text);
    }
    return counts.profile();
  }

  /** {@code " aab 1. "}: letters a, a, b of seven characters; trigrams " aa", "aab", "ab ". */
  @Test
  void sharesOfAShortText() {
    TextProfile profile = of("Aab 1.ß");
    assertThat(profile.characters()).isEqualTo(7);
    assertThat(profile.kinds())
        .isEqualTo(
            Map.of("latin", 4 / 7.0, "space", 1 / 7.0, "digit", 1 / 7.0, "punctuation", 1 / 7.0));
    assertThat(profile.trigrams())
        .isEqualTo(Map.of(" aa", 0.25, "aab", 0.25, "ab ", 0.25, " ß ", 0.25));
  }

  @Test
  void badBytesAndControlsAreKindsOfTheirOwn() {
    assertThat(of("\uFFFD\u0001\u0301ж").kinds())
        .isEqualTo(Map.of("replacement", 0.25, "control", 0.25, "mark", 0.25, "cyrillic", 0.25));
  }

  /** Latin 1 against latin 0.5 and cyrillic 0.5: half of the mass has to move. */
  @Test
  void theDistanceOfKindsIsTheMassThatMoves() {
    assertThat(of("ab").kindDistance(of("aж"))).isCloseTo(0.5, within(1e-12));
    assertThat(of("ab").kindDistance(of("ж"))).isCloseTo(1, within(1e-12));
  }

  /**
   * " a " alone against " a " and " b " in halves: 1/2 log2(1 / 0.75) + 1/4 log2(0.5 / 0.75) + 1/4
   * log2(0.5 / 0.25) bits.
   */
  @Test
  void theDivergenceByHand() {
    double expected =
        (Math.log(1 / 0.75) / 2 + Math.log(0.5 / 0.75) / 4 + Math.log(2) / 4) / Math.log(2);
    assertThat(of("a").trigramDivergence(of("a b"))).isCloseTo(expected, within(1e-12));
    assertThat(of("a").trigramDivergence(of("b"))).isCloseTo(1, within(1e-12));
  }

  @Property(tries = 100)
  void distancesAreSymmetricAndWithinBounds(
      @ForAll @StringLength(max = 60) String one, @ForAll @StringLength(max = 60) String other) {
    TextProfile first = of(one);
    TextProfile second = of(other);
    assertThat(first.trigramDivergence(first)).isCloseTo(0, within(1e-9));
    assertThat(first.kindDistance(first)).isZero();
    assertThat(first.trigramDivergence(second))
        .isBetween(0.0, 1.0)
        .isCloseTo(second.trigramDivergence(first), within(1e-9));
    assertThat(first.kindDistance(second)).isBetween(0.0, 1.0 + 1e-9);
  }

  /** However a text is cut in parts, if not within words. */
  @Test
  void countsOfPartsAddUp() {
    TextProfile.Counts all = new TextProfile.Counts();
    TextProfile.Counts part = new TextProfile.Counts();
    part.add("the cat");
    all.add(part);
    all.add("sat down");
    assertThat(all.profile()).isEqualTo(of("the cat", "sat down"));
  }
}
