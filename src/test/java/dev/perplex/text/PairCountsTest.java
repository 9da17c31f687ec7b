package dev.perplex.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class PairCountsTest {
  private static final Phrases NONE = Phrases.none("_");

  private static Map<String, Long> counts(Phrases phrases, List<List<String>> documents) {
    PairCounts counts = new PairCounts(phrases);
    documents.forEach(counts::add);
    Map<String, Long> map = new TreeMap<>();
    counts.counts().forEach(each -> map.put(each.key().replace('\n', ' '), each.count()));
    return map;
  }

  @Test
  void wordsAndPairsByHand() {
    assertThat(counts(NONE, List.of(List.of("a", "b", "a", "b", "<eos>"), List.of("b", "b", "b"))))
        .isEqualTo(Map.of("", 7L, "a", 2L, "b", 5L, "a b", 2L, "b a", 1L, "b b", 2L));
  }

  @Test
  void pairsDoNotGoBeyondEndsAndSpecialTokens() {
    for (String between : List.of("<eos>", "<unk>", "<num>", "x_y", "\\<unk>", "\\x")) {
      assertThat(counts(NONE, List.of(List.of("a", between, "b"))))
          .as(between)
          .isEqualTo(Map.of("", between.equals("<eos>") ? 2L : 3L, "a", 1L, "b", 1L));
    }
    assertThat(counts(NONE, List.of(List.of("a"), List.of("b"))))
        .isEqualTo(Map.of("", 2L, "a", 1L, "b", 1L));
  }

  @Test
  void phrasesOfPassesBeforeAreWords() {
    Phrases phrases = NONE.plus(List.of(new Phrase("x", "y", 1, 1)));
    assertThat(counts(phrases, List.of(List.of("x_y", "b"))))
        .isEqualTo(Map.of("", 2L, "x_y", 1L, "b", 1L, "x_y b", 1L));
  }

  @Test
  void aKeyGivesItsWordsBack() {
    assertThat(PairCounts.Count.isPair("a")).isFalse();
    assertThat(PairCounts.Count.isPair("a\nb")).isTrue();
    assertThat(PairCounts.Count.left("a\nb")).isEqualTo("a");
    assertThat(PairCounts.Count.right("a\nb")).isEqualTo("b");
  }

  @Test
  void manyWordsGrowTheTables() {
    List<String> document = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      document.add("w" + i % 9_000);
    }
    Map<String, Long> counts = counts(NONE, List.of(document));
    assertThat(counts).hasSize(1 + 9_000 + 9_000);
    assertThat(counts).containsEntry("w1999", 3L).containsEntry("w2000", 2L);
    assertThat(counts).containsEntry("w8999 w0", 2L);
  }

  @Test
  void aFullCounterSaysSo() {
    PairCounts counts = new PairCounts(NONE);
    List<String> document = new ArrayList<>();
    for (int i = 0; i < 499_999; i++) {
      document.add("w" + i);
    }
    counts.add(document);
    assertThat(counts.isFull()).isFalse();
    counts.add(List.of("new"));
    assertThat(counts.isFull()).isTrue();
  }

  @Provide
  Arbitrary<List<List<String>>> documents() {
    return Arbitraries.of("a", "b", "c", "<eos>", "<unk>").list().ofMaxSize(10).list().ofMaxSize(8);
  }

  @Property
  void countsOfPiecesAddUp(@ForAll("documents") List<List<String>> documents) {
    int middle = documents.size() / 2;
    Map<String, Long> sum = counts(NONE, documents.subList(0, middle));
    counts(NONE, documents.subList(middle, documents.size()))
        .forEach((key, count) -> sum.merge(key, count, Long::sum));
    assertThat(counts(NONE, documents)).isEqualTo(sum);
  }

  /** A pair stands no more often than either word, which the scores rely on. */
  @Property
  void pairsAreBoundedByTheirWords(@ForAll("documents") List<List<String>> documents) {
    Map<String, Long> counts = counts(NONE, documents);
    counts.forEach(
        (key, count) -> {
          String[] words = key.split(" ", -1);
          if (words.length == 2) {
            assertThat(count).isLessThanOrEqualTo(counts.get(words[0]));
            assertThat(count).isLessThanOrEqualTo(counts.get(words[1]));
          }
        });
  }
}
