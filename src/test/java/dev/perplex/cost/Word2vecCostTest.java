package dev.perplex.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.perplex.provenance.PerplexException;
import dev.perplex.word2vec.Word2vecSettings;
import dev.perplex.word2vec.WordLoss;
import dev.perplex.word2vec.WordModel;
import java.util.List;
import org.junit.jupiter.api.Test;

class Word2vecCostTest {
  private static final List<String> TEXT = List.of("text");

  private static Word2vecSettings settings(int dimension, int epochs, int workers, int rounds) {
    return new Word2vecSettings(
        WordModel.SKIP_GRAM,
        WordLoss.NEGATIVE_SAMPLING,
        dimension,
        5,
        5,
        0, // every word is kept
        0.025,
        epochs,
        workers,
        rounds,
        1,
        1);
  }

  private static StageEstimate of(Word2vecSettings settings, TextSize text, Placement place) {
    return new Word2vecCost(settings, TEXT, CostsTest.ones()).of(text, place);
  }

  /**
   * 1,000 tokens, 100 of them {@code <eos>} and 900 in four words; 2 workers, 3 rounds, 2 epochs.
   * Parts of 167 tokens, of which 9 in 10 are windows. Sentences have 9 words: 6 - 42 / 27 = 4.444
   * neighbours a window. A target and five draws are a tile of six; 12 components take 16. All rows
   * of the four words are touched, 8 of 12 in two matrices, in one part.
   */
  @Test
  void amountsByHand() {
    TextSize text = new TextSize(1000, 50, new long[] {0, 100, 300, 250, 200, 150});
    StageEstimate one = of(settings(12, 2, 2, 3), text, Placement.of(1, 1));
    double windows = 2 * 6 * 167 * 0.9;
    assertThat(one.rounds()).isEqualTo(6);
    assertThat(one.longest()).isEqualTo(167);
    assertThat(one.amounts())
        .containsEntry(Constant.WORD2VEC_START, 1.0)
        .containsEntry(Constant.WORD2VEC_ROUND, 6.0)
        .containsEntry(Constant.WORD2VEC_TASK, 6.0 * (2 + 1))
        .containsEntry(Constant.WORD2VEC_TOKEN, 2.0 * 6 * 167)
        .containsEntry(Constant.WORD2VEC_COPY, 2.0 * 6 * 8 * 12)
        .containsEntry(Constant.WORD2VEC_MERGE, 6.0 * (2 * 8 * 12 + 8 * 12))
        .containsEntry(Constant.WORD2VEC_BINARY, 2.0 * 6 * 12)
        .containsEntry(Constant.WORD2VEC_TEXT, 6.0 * 12);
    assertThat(one.amounts().get(Constant.WORD2VEC_WINDOW)).isCloseTo(windows, within(1e-6));
    assertThat(one.amounts().get(Constant.WORD2VEC_PRODUCT))
        .isCloseTo(windows * (6 - 42 / 27.0) * 6 * 16, within(1e-3));
    assertThat(one.networkBytes()).isZero();

    StageEstimate two = of(settings(12, 2, 2, 3), text, Placement.of(2, 1));
    assertThat(two.amounts()).containsEntry(Constant.WORD2VEC_TOKEN, 6.0 * 167);
    // Of both workers' 8 rows of 52 bytes a half goes to a reducer elsewhere; of the 8 merged ones
    // each executor lacks a half.
    assertThat(two.networkBytes()).isCloseTo(6 * 2 * (2 * 416 / 2 * 0.5 + 416 * 0.5), within(1e-6));
    assertThat(two.networkSeconds()).isCloseTo(two.networkBytes() / 2 / 1e9, within(1e-15));
  }

  /** A start, 6 rounds and 18 tasks of a millisecond, a file's second, and the nanoseconds. */
  @Test
  void secondsAreAmountsTimesConstants() {
    TextSize text = new TextSize(1000, 50, new long[] {0, 100, 300, 250, 200, 150});
    StageEstimate one = of(settings(12, 2, 2, 3), text, Placement.of(1, 1));
    assertThat(one.seconds().get(Phase.WORD2VEC_TRAINING)).isCloseTo(1.024, within(0.002));
    assertThat(one.seconds().get(Phase.WORD2VEC_OUTPUT)).isCloseTo(1, within(1e-6));
    assertThat(one.total()).isCloseTo(2.024, within(0.002));
  }

  private static double work(Word2vecSettings settings, long tokens, Placement place) {
    return of(settings, TextSize.zipf(tokens, 2000), place)
        .amounts()
        .get(Constant.WORD2VEC_PRODUCT);
  }

  @Test
  void laws() {
    Placement one = Placement.of(1, 1);
    double once = work(settings(100, 1, 1, 1), 1_000_000, one);
    assertThat(work(settings(100, 3, 1, 1), 1_000_000, one))
        .as("linear in epochs")
        .isCloseTo(3 * once, within(1e-6 * once));
    assertThat(work(settings(200, 1, 1, 1), 1_000_000, one))
        .as("linear in padded components")
        .isCloseTo(once * 200 / 104, within(1e-6 * once));
    assertThat(work(settings(100, 1, 1, 1), 4_000_000, one))
        .as("nearly linear in tokens")
        .isCloseTo(4 * once, within(0.01 * once));
    assertThat(work(settings(100, 1, 8, 5), 1_000_000, one))
        .as("one executor takes the sum of all workers")
        .isCloseTo(once, within(1e-3 * once));
    assertThat(work(settings(100, 1, 8, 5), 1_000_000, Placement.of(8, 1)))
        .as("eight executors an eighth")
        .isCloseTo(once / 8, within(1e-3 * once));
    double before = 0;
    for (long tokens : new long[] {10_000, 100_000, 1_000_000, 10_000_000, 1_000_000_000}) {
      double total = of(settings(100, 1, 4, 0), TextSize.zipf(tokens, 2000), one).total();
      assertThat(total).isGreaterThan(before);
      before = total;
    }
  }

  @Test
  void moreNegativesThanATileTakeAnotherTile() {
    Word2vecSettings usual = settings(100, 1, 1, 1);
    Word2vecSettings more =
        new Word2vecSettings(usual.model(), usual.loss(), 100, 5, 6, 0, 0.025, 1, 1, 1, 1, 1);
    Placement one = Placement.of(1, 1);
    assertThat(work(more, 10_000, one)).isEqualTo(2 * work(usual, 10_000, one));
  }

  /** Two matrices of 2,000,000 rows of 300 floats and their arrays are 4.6 GiB. */
  @Test
  void memoryIsThatOfTheStagesOwnPlan() {
    StageEstimate large =
        of(settings(300, 1, 2, 40), TextSize.zipf(100_000_000, 2_000_000), Placement.of(2, 1));
    assertThat(large.executor().heap()).isBetween(8 * Memory.GB, 12 * Memory.GB);
    assertThat(large.driver().heap()).isEqualTo(Memory.GB);
  }

  @Test
  void idleSlotsAndOneLongFileAreToldOf() {
    StageEstimate idle =
        of(settings(100, 1, 2, 0), TextSize.zipf(1_000_000, 2000), Placement.of(3, 4));
    assertThat(idle.warnings())
        .containsExactly(
            "word2vec.workers = 2 leaves 10 of 12 task slots idle. Set word2vec.workers=12.");
    StageEstimate large =
        of(settings(400, 1, 12, 0), TextSize.zipf(100_000_000, 4_000_000), Placement.of(3, 4));
    assertThat(large.warnings())
        .containsExactly(
            "word2vec.formats has text: one task writes that file of 18 GB. Set"
                + " word2vec.formats=[] or [parquet].");
  }

  @Test
  void whatNoArrayHoldsIsRefused() {
    TextSize text = TextSize.zipf(10_000_000_000L, 2000);
    assertThatThrownBy(() -> of(settings(100, 1, 2, 1), text, Placement.of(2, 1)))
        .isInstanceOf(PerplexException.class)
        .hasMessageContaining("word2vec.rounds-per-epoch = 1 makes parts of 5000000000 tokens");
  }
}
