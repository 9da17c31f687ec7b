package dev.perplex.word2vec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class NegativeSamplingTest {
  private static final int WORDS = 6;

  private final double[] weights = {0, 0, 3, 2, 1, 1};

  private int choose(int centre, int negatives, long seed, int[] rows, float[] labels) {
    return new NegativeSampling(WORDS, new AliasTable(weights), negatives, 1)
        .choose(centre, new FastRandom(seed), rows, labels);
  }

  @Test
  void theCentreComesFirstAndIsTheOnlyTrueOne() {
    int[] rows = new int[4];
    float[] labels = {9, 9, 9, 9};
    int n = choose(4, 3, 1, rows, labels);
    assertThat(n).isBetween(2, 4);
    assertThat(rows[0]).isEqualTo(WORDS + 4);
    assertThat(labels[0]).isEqualTo(1);
    assertThat(Arrays.copyOfRange(labels, 1, n)).containsOnly(0);
  }

  @Test
  void neverDrawsTheCentreARepeatOrASpecialWord() {
    int[] rows = new int[21];
    float[] labels = new float[21];
    for (int seed = 0; seed < 2000; seed++) {
      int n = choose(2 + seed % 4, 20, seed, rows, labels);
      int[] chosen = Arrays.copyOf(rows, n);
      assertThat(n).isLessThanOrEqualTo(4);
      assertThat(Arrays.stream(chosen).distinct().count()).isEqualTo(n);
      assertThat(Arrays.stream(chosen).min().getAsInt()).isGreaterThanOrEqualTo(WORDS + 2);
    }
  }

  @Test
  void aVocabularyOfOneWordHasNoNegatives() {
    int[] rows = new int[6];
    NegativeSampling alone =
        new NegativeSampling(3, AliasTable.ofWords(Examples.vocabulary(7)), 5, 1);
    assertThat(alone.most()).isEqualTo(6);
    assertThat(alone.choose(2, new FastRandom(1), rows, new float[6])).isEqualTo(1);
  }

  @Test
  void windowsShareADrawAndLeaveTheirOwnCentreOut() {
    NegativeSampling shared = new NegativeSampling(WORDS, new AliasTable(weights), 20, 3);
    FastRandom random = new FastRandom(5);
    FastRandom untouched = new FastRandom(5);
    int[] rows = new int[21];
    // Of 20 draws all four words come up: any centre leaves three.
    for (int window = 0; window < 3; window++) {
      int centre = 2 + window;
      assertThat(shared.choose(centre, random, rows, new float[21])).isEqualTo(4);
      assertThat(Arrays.copyOf(rows, 4)).containsExactlyInAnyOrder(8, 9, 10, 11);
      assertThat(rows[0]).isEqualTo(WORDS + centre);
    }
    for (int i = 0; i < 20; i++) {
      untouched.nextLong();
    }
    assertThat(random.nextLong()).as("one draw for three windows").isEqualTo(untouched.nextLong());
    shared.choose(2, random, rows, new float[21]);
    assertThat(random.nextLong()).as("the fourth draws").isNotEqualTo(untouched.nextLong());
  }

  @Test
  void twoWindowsShareADrawUnlessManyWorkersTrain() {
    assertThat(NegativeSampling.windows(1)).isEqualTo(2);
    assertThat(NegativeSampling.windows(4)).isEqualTo(2);
    assertThat(NegativeSampling.windows(5)).isEqualTo(1);
    assertThat(NegativeSampling.windows(64)).isEqualTo(1);
  }

  @Test
  void drawsByWeightAmongTheOthers() {
    long[] counts = new long[WORDS];
    int[] rows = new int[2];
    float[] labels = new float[2];
    NegativeSampling one = new NegativeSampling(WORDS, new AliasTable(weights), 1, 1);
    FastRandom random = new FastRandom(4);
    for (int i = 0; i < 200_000; i++) {
      if (one.choose(3, random, rows, labels) == 2) {
        counts[rows[1] - WORDS]++;
      }
    }
    assertThat(ChiSquare.agrees(counts, new double[] {0, 0, 3, 0, 1, 1})).isTrue();
    assertThat(ChiSquare.agrees(counts, new double[] {0, 0, 3, 0, 1.2, 1})).isFalse();
  }
}
