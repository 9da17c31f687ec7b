package dev.perplex.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class WordPairsTest {
  private static final List<WordPair> ASKED =
      List.of(
          new WordPair("france", "paris"),
          new WordPair("italy", "rome"),
          new WordPair("spain", "madrid"),
          new WordPair("russia", "moscow"));

  /** Countries at y 0, capitals at y 1, a third dimension without meaning. */
  private static KnownRows capitals() {
    return new KnownRows()
        .with("<unk>", 0, 0, 0)
        .with("other", 9, 9, 9)
        .with("france", 0, 0, 7)
        .with("paris", 0, 1, 7)
        .with("Italy", 4, 0, 7)
        .with("rome", 4, 1, 7)
        .with("spain", 8, 0, 7)
        .with("madrid", 8, 1, 7)
        .with("russia", 0, 0, 0)
        .with("moscow", 2, 2, 2);
  }

  /** x has the variance 64 of 65.5, y the rest: sums 2 * (16 + 0 + 16) and 6 / 4. */
  @Test
  void pairsByHand() {
    WordPairs pairs = WordPairs.of(ASKED, capitals());
    assertThat(pairs.asked()).isEqualTo(4);
    assertThat(pairs.known()).isEqualTo(3);
    assertThat(pairs.missing()).as("russia was never trained").containsExactly("russia");
    assertThat(pairs.varianceX()).isCloseTo(64 / 65.5, within(1e-9));
    assertThat(pairs.varianceY()).isCloseTo(1.5 / 65.5, within(1e-9));
    assertThat(pairs.offsetCosine()).as("all differences are (0, 1, 0)").isEqualTo(1);
    assertThat(pairs.pairs()).hasSize(3);
    for (WordPairs.Pair pair : pairs.pairs()) {
      assertThat(pair.second().x()).isEqualTo(pair.first().x());
      assertThat(Math.abs(pair.second().y() - pair.first().y())).isEqualTo(1);
      assertThat(Math.abs(pair.first().y())).isEqualTo(0.5);
    }
    assertThat(pairs.pairs().get(0).second().word()).isEqualTo("paris");
    assertThat(Math.abs(pairs.pairs().get(0).first().x() - pairs.pairs().get(2).first().x()))
        .isEqualTo(8);
  }

  @Test
  void aNameIsFoundWithItsCapital() {
    assertThat(WordPairs.of(ASKED, capitals()).pairs().get(1).first().word()).isEqualTo("Italy");
  }

  @Test
  void onlyTheWordsOfPairsAreRead() {
    KnownRows rows = capitals();
    WordPairs.of(ASKED, rows);
    assertThat(rows.read())
        .containsExactlyInAnyOrder(
            "france", "paris", "Italy", "rome", "spain", "madrid", "russia", "moscow");
  }

  @Test
  void twoPairsMakeNoPicture() {
    WordPairs pairs = WordPairs.of(ASKED.subList(0, 2), capitals());
    assertThat(pairs).isEqualTo(new WordPairs(2, 2, List.of(), List.of(), 0, 0, 0));
  }

  @Test
  void anUnknownLanguageMakesNoPicture() {
    WordPairs pairs = WordPairs.of(ASKED.subList(0, 1), new KnownRows().with("<unk>", 0));
    assertThat(pairs.known()).isZero();
    assertThat(pairs.missing()).containsExactly("france", "paris");
    assertThat(WordPairs.of(List.of(), new KnownRows()).asked()).isZero();
  }

  /** A capital of two countries is one point of the picture. */
  @Test
  void aWordInTwoPairsCountsOnce() {
    List<WordPair> asked =
        List.of(
            new WordPair("france", "paris"),
            new WordPair("france", "rome"),
            new WordPair("spain", "paris"));
    KnownRows rows =
        new KnownRows()
            .with("france", 1, 0)
            .with("paris", -1, 0)
            .with("rome", 0, 1)
            .with("spain", 0, -1);
    WordPairs pairs = WordPairs.of(asked, rows);
    assertThat(pairs.varianceX()).as("counted once, the points are a square").isEqualTo(0.5);
    assertThat(pairs.pairs().get(0).first()).isEqualTo(pairs.pairs().get(1).first());
  }
}
