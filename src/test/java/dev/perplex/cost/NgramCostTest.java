package dev.perplex.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.perplex.ngram.NgramSettings;
import dev.perplex.ngram.Smoothing;
import java.util.List;
import org.junit.jupiter.api.Test;

class NgramCostTest {

  private static NgramSettings settings(int order) {
    return new NgramSettings(
        order, Smoothing.MODIFIED_KNESER_NEY, 0.1, List.of(0), NgramSettings.ArpaForm.NONE);
  }

  private static StageEstimate of(int order, TextSize text, Placement place) {
    return new NgramCost(settings(order), CostsTest.ones()).of(text, place);
  }

  /**
   * 10,000 tokens are one piece and one shard. Words are 3; bigrams 5 * 10^3 = 5,000; trigrams as
   * many as tokens. Windows of three words are counted once and brought together once.
   */
  @Test
  void amountsByHand() {
    TextSize text = new TextSize(10_000, 50, new long[] {0, 4000, 6000});
    StageEstimate one = of(3, text, Placement.of(1, 1));
    assertThat(one.amounts())
        .containsEntry(Constant.NGRAM_START, 1.0)
        .containsEntry(Constant.NGRAM_TASK, 3.0)
        .containsEntry(Constant.NGRAM_WINDOW, 3.0 * 20_000);
    assertThat(one.amounts().get(Constant.NGRAM_GRAM)).isCloseTo(15_003, within(1e-6));
    assertThat(one.storageBytes()).isCloseTo(16 * 15_003, within(1e-3));
    assertThat(one.longest()).isEqualTo(10_000);
    assertThat(one.networkBytes()).isZero();
    assertThat(of(3, text, Placement.of(2, 1)).networkBytes()).isEqualTo(10_000 * 5 * 0.5);
    assertThat(one.seconds().get(Phase.NGRAM)).isCloseTo(1.003, within(1e-3));
  }

  /** 4,000,000 tokens in shards of 262,144, but for a word that alone has a half of them. */
  @Test
  void theMostFrequentWordBoundsWhatExecutorsHelp() {
    long[] counts = new long[1002];
    counts[1] = 2_000_000;
    for (int id = 2; id < counts.length; id++) {
      counts[id] = 2000;
    }
    TextSize text = new TextSize(4_000_000, 50, counts);
    double one = of(2, text, Placement.of(1, 1)).amounts().get(Constant.NGRAM_WINDOW);
    double eight = of(2, text, Placement.of(8, 1)).amounts().get(Constant.NGRAM_WINDOW);
    assertThat(one).isEqualTo(2 * 8_000_000.0);
    assertThat(eight).isEqualTo(2 * (500_000.0 + 2_000_000));
    assertThat(of(2, text, Placement.of(8, 1)).warnings())
        .containsExactly(
            "2,000,000 windows follow the most frequent word, and one task takes them: more than 2"
                + " executors' slots help no more.");
    assertThat(of(2, text, Placement.of(2, 1)).warnings()).isEmpty();
    // A shard of many words is no reason to warn: there are just few of them.
    assertThat(of(2, TextSize.zipf(100_000, 5000), Placement.of(8, 1)).warnings()).isEmpty();
  }

  @Test
  void limitsOfArraysAndOfTheDriverAreToldOf() {
    StageEstimate large = of(5, TextSize.zipf(10_000_000_000L, 10_000), Placement.of(2, 1));
    assertThat(large.warnings())
        .anySatisfy(
            warning ->
                assertThat(warning)
                    .contains("a part of the model holds 2.1 GB: the stage will refuse. Set"));
    StageEstimate words = of(3, TextSize.zipf(1_000_000_000, 25_000_000), Placement.of(2, 1));
    assertThat(words.warnings())
        .anySatisfy(warning -> assertThat(warning).contains("Set spark.driver.maxResultSize="));
  }

  @Test
  void moreTokensAndLongerNgramsTakeMore() {
    Placement place = Placement.of(2, 1);
    double before = 0;
    for (long tokens : new long[] {1000, 1_000_000, 1_000_000_000}) {
      double total = of(3, TextSize.zipf(tokens, 1000), place).total();
      assertThat(total).isGreaterThan(before);
      before = total;
    }
    TextSize text = TextSize.zipf(1_000_000, 1000);
    assertThat(of(5, text, place).total()).isGreaterThan(of(4, text, place).total());
    assertThat(of(5, text, place).executor().heap())
        .isGreaterThanOrEqualTo(of(3, text, place).executor().heap());
  }
}
