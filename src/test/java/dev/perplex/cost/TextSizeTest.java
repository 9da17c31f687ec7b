package dev.perplex.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.perplex.vocab.Vocabulary;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextSizeTest {

  @Test
  void wordsFallByZipfsLawAndFillTheText() {
    TextSize text = TextSize.zipf(1_000_000, 10_000);
    long[] counts = text.counts();
    assertThat(Arrays.stream(counts).sum()).isBetween(985_000L, 1_000_000L);
    assertThat(counts[Vocabulary.UNK_ID]).isZero();
    assertThat(counts[Vocabulary.EOS_ID]).isEqualTo(40_000);
    for (int id = 3; id < counts.length; id++) {
      assertThat(counts[id]).isBetween(1L, counts[id - 1]);
    }
    // Ranks 1 and 9: 1.7 and 9.7.
    assertThat((double) counts[2] / counts[10]).isCloseTo(9.7 / 1.7, within(0.001));
  }

  @Test
  void aRareWordComesOnceEvenInAShortText() {
    assertThat(TextSize.zipf(1000, 100_000).counts()[99_999]).isEqualTo(1);
  }

  /** Words of 30, 10 and 60 of 100 tokens; 20 are drawn. */
  @Test
  void distinctWordsByHand() {
    TextSize text = new TextSize(100, 1, new long[] {30, 10, 60});
    assertThat(text.distinct(20))
        .isCloseTo(3 - Math.exp(-6) - Math.exp(-2) - Math.exp(-12), within(1e-12));
    assertThat(text.distinct(0)).isZero();
    assertThat(text.share(1, 3)).isCloseTo(0.7, within(1e-12));
  }

  @Test
  void aCountedTextKeepsItsShares() {
    Vocabulary counted = new Vocabulary(List.of("<unk>", "<eos>", "a"), new long[] {10, 30, 60});
    TextSize larger = TextSize.of(counted, 1000);
    assertThat(larger.counts()).containsExactly(100, 300, 600);
    assertThat(larger.tokens()).isEqualTo(1000);
    assertThat(counted.counts()).as("untouched").containsExactly(10, 30, 60);
    assertThat(larger.withValid(7).validTokens()).isEqualTo(7);
  }
}
