package dev.perplex.ngram.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.ngram.CountsOfCounts;
import org.junit.jupiter.api.Test;

/** Sums by word, of shards that have not all words. */
class TotalsTest {
  private static Totals of(int[] words, long... contexts) {
    return new Totals(new CountsOfCounts(2), words, contexts);
  }

  @Test
  void wordsOfEitherAreThereOnce() {
    Totals one = of(new int[] {1, 4, 5}, 10, 40, 50);
    Totals other = of(new int[] {0, 4, 7}, 1, 4, 7);
    for (Totals sum : new Totals[] {one.plus(other), other.plus(one)}) {
      assertThat(sum.words()).containsExactly(0, 1, 4, 5, 7);
      assertThat(sum.contexts()).containsExactly(1, 10, 44, 50, 7);
      assertThat(sum.contexts(9)).containsExactly(1, 10, 0, 0, 44, 50, 0, 7, 0);
    }
    Totals none = of(new int[0]);
    assertThat(none.plus(one).words()).containsExactly(1, 4, 5);
    assertThat(none.plus(none).contexts()).isEmpty();
    assertThat(one.contexts()).as("unchanged").containsExactly(10, 40, 50);
  }

  /**
   * Spark halves levels until the next is no less work: 2,000 sums by 45 are 44. By 7, they are
   * 285, 40 and 5.
   */
  @Test
  void aLargeVocabularyReachesTheDriverInFewSums() {
    assertThat(SumTree.last(2000, 10_000)).isEqualTo(44);
    assertThat(SumTree.last(2000, 10_000_000)).isEqualTo(5);
    assertThat(SumTree.last(1, 10_000_000)).isEqualTo(1);
    assertThat(SumTree.last(3, 10)).isEqualTo(3);
  }
}
