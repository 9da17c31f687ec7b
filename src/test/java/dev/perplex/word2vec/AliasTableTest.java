package dev.perplex.word2vec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.vocab.Vocabulary;
import java.util.List;
import org.junit.jupiter.api.Test;

class AliasTableTest {
  private static final int DRAWS = 1_000_000;

  private static long[] draws(AliasTable table, int size) {
    FastRandom random = new FastRandom(11);
    long[] counts = new long[size];
    for (int i = 0; i < DRAWS; i++) {
      counts[table.id(random.nextLong())]++;
    }
    return counts;
  }

  @Test
  void drawsByWeight() {
    double[] weights = {1, 0, 2, 4, 0.5, 100, 0, 3, 0.01};
    assertThat(ChiSquare.agrees(draws(new AliasTable(weights), 9), weights)).isTrue();
  }

  @Test
  void drawsWordsByCountToThreeQuartersAndNeverTheSpecialWords() {
    long[] counts = {500, 900, 10_000, 700, 16, 1};
    List<String> words = List.of(Vocabulary.UNK, Vocabulary.EOS, "a", "b", "c", "d");
    double[] weights = {0, 0, 1000, Math.pow(700, 0.75), 8, 1};
    long[] drawn = draws(AliasTable.ofWords(new Vocabulary(words, counts)), 6);
    assertThat(ChiSquare.agrees(drawn, weights)).isTrue();
    assertThat(drawn[Vocabulary.UNK_ID]).isZero();
    assertThat(drawn[Vocabulary.EOS_ID]).isZero();
  }

  @Test
  void aTableOfAnotherPowerWouldNotPass() {
    double[] right = {1000, Math.pow(700, 0.75), 8, 1};
    double[] wrong = {10_000, 700, 16, 1};
    assertThat(ChiSquare.agrees(draws(new AliasTable(wrong), 4), right)).isFalse();
  }

  @Test
  void oneWeightIsAlwaysDrawn() {
    assertThat(draws(new AliasTable(new double[] {3}), 1)).containsExactly(DRAWS);
    assertThat(draws(new AliasTable(new double[] {0, 0, 3}), 3)).containsExactly(0, 0, DRAWS);
  }

  @Test
  void refusesWeightsThatAreNone() {
    for (double[] weights : new double[][] {{}, {0, 0}, {1, -1}, {1, Double.NaN}}) {
      assertThatThrownBy(() -> new AliasTable(weights))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("weight");
    }
  }
}
