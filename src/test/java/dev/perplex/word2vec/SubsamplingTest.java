package dev.perplex.word2vec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.perplex.vocab.Vocabulary;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubsamplingTest {
  private static final int DRAWS = 200_000;

  private final Vocabulary vocabulary =
      new Vocabulary(
          List.of(Vocabulary.UNK, Vocabulary.EOS, "the", "of", "rare"),
          new long[] {5000, 7000, 900, 99, 1});

  private static long kept(Subsampling subsampling, int id) {
    FastRandom random = new FastRandom(5);
    long kept = 0;
    for (int i = 0; i < DRAWS; i++) {
      kept += subsampling.keeps(id, random.nextLong()) ? 1 : 0;
    }
    return kept;
  }

  @Test
  void keepsAsTheFormulaSays() {
    // f = 0.1, sample = 0.001: (sqrt(100) + 1) * 0.01 = 0.11
    assertThat(Subsampling.keepProbability(0.1, 0.001)).isCloseTo(0.11, within(1e-12));
    assertThat(Subsampling.keepProbability(0.001, 0.001)).isEqualTo(1);
    assertThat(Subsampling.keepProbability(0, 0.001)).isEqualTo(1);
  }

  @Test
  void drawsWithTheFrequencyAmongTrainedWords() {
    // "the" is 900 of 1000 trained words; the 12,000 special ones do not count.
    long kept = kept(new Subsampling(vocabulary, 0.01), 2);
    double keep = (Math.sqrt(90) + 1) / 90;
    assertThat(ChiSquare.agrees(new long[] {kept, DRAWS - kept}, new double[] {keep, 1 - keep}))
        .isTrue();
    double withSpecialWords = (Math.sqrt(900.0 / 130) + 1) / (900.0 / 130);
    assertThat(
            ChiSquare.agrees(
                new long[] {kept, DRAWS - kept},
                new double[] {withSpecialWords, 1 - withSpecialWords}))
        .isFalse();
  }

  @Test
  void sampleOfZeroKeepsEveryWordButNeverTheSpecialOnes() {
    Subsampling all = new Subsampling(vocabulary, 0);
    assertThat(kept(all, 2)).isEqualTo(DRAWS);
    assertThat(kept(all, 4)).isEqualTo(DRAWS);
    assertThat(kept(all, Vocabulary.UNK_ID)).isZero();
    assertThat(kept(all, Vocabulary.EOS_ID)).isZero();
  }
}
