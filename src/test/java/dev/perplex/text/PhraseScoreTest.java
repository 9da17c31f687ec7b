package dev.perplex.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PhraseScoreTest {

  /** (8 - 5) / (10 * 12) * 1000 = 25. */
  @Test
  void word2phraseByHand() {
    assertThat(PhraseScore.WORD2PHRASE.of(8, 10, 12, 1000, 5)).isCloseTo(25, within(1e-12));
    assertThat(PhraseScore.WORD2PHRASE.of(5, 5, 5, 1000, 5)).as("no more than discount").isZero();
    assertThat(PhraseScore.WORD2PHRASE.of(2, 4, 5, 1000, 5)).isEqualTo(-150);
  }

  /**
   * Of 1000 words, p(pair) = 1/100, p(left) = 1/20, p(right) = 1/50: ln(1/100 * 1000) / ln 100 = ln
   * 10 / ln 100 = 1/2.
   */
  @Test
  void npmiByHand() {
    assertThat(PhraseScore.NPMI.of(10, 50, 20, 1000, 5)).isCloseTo(0.5, within(1e-12));
    // 1/10 = 1/5 * 1/2: independent.
    assertThat(PhraseScore.NPMI.of(100, 200, 500, 1000, 5)).isCloseTo(0, within(1e-12));
  }

  /** Counts beyond an int: half of four thousand million words. */
  @Test
  void countsAreLong() {
    long words = 4_000_000_000L;
    assertThat(PhraseScore.NPMI.of(words / 4, words / 2, words / 2, words, 5))
        .isCloseTo(0, within(1e-12));
    assertThat(PhraseScore.WORD2PHRASE.of(words / 4 + 5, words / 2, words / 2, words, 5))
        .isCloseTo(1, within(1e-12));
  }

  @Property
  void npmiLiesBetweenMinusOneAndOne(
      @ForAll @IntRange(min = 1, max = 50) int pair,
      @ForAll @IntRange(max = 1000) int moreLeft,
      @ForAll @IntRange(max = 1000) int moreRight,
      @ForAll @IntRange(max = 100_000) int moreWords) {
    long words = (long) pair + moreLeft + moreRight + moreWords;
    double score = PhraseScore.NPMI.of(pair, pair + moreLeft, pair + moreRight, words, 0);
    assertThat(score).isBetween(-1.0, 1.0);
  }

  @Property
  void npmiOfWordsThatStandOnlyTogetherIsOne(
      @ForAll @IntRange(min = 1, max = 10_000) int pair,
      @ForAll @IntRange(max = 1_000_000) int others) {
    assertThat(PhraseScore.NPMI.of(pair, pair, pair, (long) pair + others, 0))
        .isCloseTo(1, within(1e-9));
  }

  /** Each word the other's only neighbour or not: one more occurrence apart lowers both scores. */
  @Property
  void standingApartLowersAScore(
      @ForAll @IntRange(min = 6, max = 50) int pair,
      @ForAll @IntRange(max = 1000) int apart,
      @ForAll PhraseScore score) {
    long words = 1_000_000;
    assertThat(score.of(pair, pair + apart + 1, pair, words, 5))
        .isLessThan(score.of(pair, pair + apart, pair, words, 5));
  }
}
