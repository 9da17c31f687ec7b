package dev.perplex.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.perplex.vocab.Vocabulary;
import java.util.List;
import org.junit.jupiter.api.Test;

class TallyTest {
  /*
   * Four tokens: a word of probability 1/2, <unk> of 1/8, a word of 1/4, <eos> of 1/4.
   * log2 losses 1 + 3 + 2 + 2 = 8 over 4 tokens: perplexity 2^2 = 4.
   * Without <eos>: 6 bits over 3 tokens: 2^2 = 4. Without <unk>: 5 bits over 3: 2^(5/3).
   * Raw text of 16 characters and 20 bytes: 0.5 and 0.4 bits.
   */
  private static final Tally HAND =
      Tally.of(
          new int[] {5, Vocabulary.UNK_ID, 6, Vocabulary.EOS_ID},
          new double[] {Math.log(2), Math.log(8), Math.log(4), Math.log(4)},
          16,
          20);

  @Test
  void theHandCaseHolds() {
    assertThat(HAND.tokens()).isEqualTo(4);
    assertThat(HAND.eos()).isEqualTo(1);
    assertThat(HAND.unk()).isEqualTo(1);
    assertThat(HAND.perplexity()).isCloseTo(4, within(1e-12));
    assertThat(HAND.perplexityWithoutEos()).isCloseTo(4, within(1e-12));
    assertThat(HAND.perplexityWithoutUnk()).isCloseTo(Math.pow(2, 5 / 3.0), within(1e-12));
    assertThat(HAND.bitsPerCharacter()).isCloseTo(0.5, within(1e-12));
    assertThat(HAND.bitsPerByte()).isCloseTo(0.4, within(1e-12));
  }

  @Test
  void sumsAddAndChangeNothing() {
    Tally twice = HAND.plus(HAND);
    assertThat(twice.tokens()).isEqualTo(8);
    assertThat(twice.perplexity()).isCloseTo(HAND.perplexity(), within(1e-12));
    assertThat(HAND.tokens()).isEqualTo(4);
    assertThat(HAND.plus(Tally.NOTHING)).isEqualTo(HAND);
  }

  @Test
  void tokensWithoutLossesAreRefused() {
    assertThatThrownBy(() -> Tally.of(new int[2], new double[1], 0, 0))
        .hasMessage("2 tokens but 1 losses");
  }

  /** Counts 1 of <unk>, 3 of <eos>, 8 and 4 of words, 16 in all. */
  @Test
  void unigramGivesEachWordItsShare() {
    Vocabulary vocabulary =
        new Vocabulary(List.of("<unk>", "<eos>", "a", "b"), new long[] {1, 3, 8, 4});
    double[] losses = new Unigram(vocabulary).losses(new int[] {2, 3, 0});
    assertThat(losses[0]).isCloseTo(Math.log(2), within(1e-12));
    assertThat(losses[1]).isCloseTo(Math.log(4), within(1e-12));
    assertThat(losses[2]).isCloseTo(Math.log(16), within(1e-12));
  }

  @Test
  void unigramProbabilitiesSumToOneAndNoneIsZero() {
    Vocabulary vocabulary =
        new Vocabulary(List.of("<unk>", "<eos>", "a", "b"), new long[] {0, 3, 8, 4});
    double sum = 0;
    for (double loss : new Unigram(vocabulary).losses(new int[] {0, 1, 2, 3})) {
      assertThat(loss).isFinite();
      sum += Math.exp(-loss);
    }
    assertThat(sum).isCloseTo(1, within(1e-12));
  }
}
