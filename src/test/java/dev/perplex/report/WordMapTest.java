package dev.perplex.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordMapTest {
  private static final MapSettings SETTINGS = new MapSettings(100, 20, 30, 300);

  @ParameterizedTest
  @CsvSource({
    "dog, true",
    "it's, true",
    "well-known, true",
    "new_york, true",
    "été, true",
    "कुत्ता, true",
    "狗, true",
    "a, false",
    "<unk>, false",
    "00, false",
    "x1, false",
    "-, false",
    "dog-, false",
    "., false",
    "u.s., false"
  })
  void aWordIsMadeOfLetters(String word, boolean isWord) {
    assertThat(FrequentWords.isWord(word)).isEqualTo(isWord);
  }

  @Test
  void theMostFrequentAreSkippedAndTheNextStandOnTheMap() {
    KnownRows rows = KnownRows.many(300, 6);
    WordMap map = WordMap.of(SETTINGS, rows);
    assertThat(map.skipped()).isEqualTo(20);
    assertThat(map.points()).hasSize(100);
    assertThat(map.points().get(0).word()).isEqualTo(KnownRows.name(20));
    assertThat(map.points().get(99).word()).isEqualTo(KnownRows.name(119));
    assertThat(rows.read()).as("no other vectors are read").hasSize(100);
    assertThat(map.perplexity()).isEqualTo(30);
    assertThat(map.iterations()).isEqualTo(300);
    assertThat(map.trustworthiness()).isBetween(0.85, 1.0);
    assertThat(map.divergence()).isBetween(0.01, 1.0);
    assertThat(WordMap.of(SETTINGS, KnownRows.many(300, 6))).isEqualTo(map);
  }

  @Test
  void ofASmallVocabularyATenthIsSkipped() {
    FrequentWords few = FrequentWords.of(100, 20, KnownRows.many(58, 6));
    assertThat(few.skipped()).isEqualTo(6);
    assertThat(few.ids()).hasSize(52).startsWith(8);
    WordMap map = WordMap.of(SETTINGS, KnownRows.many(58, 6));
    assertThat(map.perplexity()).as("a third of the other words").isEqualTo(17);
  }

  @Test
  void tooFewWordsMakeNoMap() {
    assertThat(WordMap.of(SETTINGS, KnownRows.many(20, 6)).points()).isEmpty();
    assertThat(WordMap.of(new MapSettings(0, 20, 30, 300), KnownRows.many(90, 6)).points())
        .isEmpty();
  }

  @Test
  void wordsThatWereNotTrainedAreLeftOut() {
    KnownRows rows = KnownRows.many(60, 6).with("zzz", new double[6]);
    assertThat(WordMap.of(new MapSettings(100, 0, 30, 300), rows).points())
        .extracting(WordPoint::word)
        .hasSize(60)
        .doesNotContain("zzz");
  }

  /** Length is no likeness: a word and its like, ten times as long, lie side by side. */
  @Test
  void theMapGoesByTheCosine() {
    KnownRows rows = KnownRows.many(60, 6);
    float[] first = rows.rows(new int[] {rows.id(KnownRows.name(7))})[0];
    double[] longer = new double[first.length];
    for (int i = 0; i < longer.length; i++) {
      longer[i] = 10.0 * first[i];
    }
    rows.with("like", longer);
    List<WordPoint> points = WordMap.of(new MapSettings(100, 0, 10, 500), rows).points();
    WordPoint like = points.get(60);
    WordPoint nearest =
        points.stream()
            .filter(each -> each != like)
            .min(
                java.util.Comparator.comparingDouble(
                    each -> Math.hypot(each.x() - like.x(), each.y() - like.y())))
            .orElseThrow();
    assertThat(nearest.word()).isEqualTo(KnownRows.name(7));
  }
}
