package dev.perplex.vocab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.provenance.PerplexException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class VocabularyTest {

  @Test
  void frequentWordsComeFirstAndTiesGoBySpelling() {
    Vocabulary vocabulary =
        VocabularyCut.of(
            List.of(
                new WordCount("b", 3),
                new WordCount("c", 7),
                new WordCount("a", 3),
                new WordCount(
                    "\uD83D\uDE00", 3), // U+1F600, after U+FF5E though its units are lower
                new WordCount("\uFF5E", 3)),
            4,
            30);
    List<String> words = new ArrayList<>();
    for (int id = 0; id < vocabulary.size(); id++) {
      words.add(vocabulary.word(id));
    }
    assertThat(words).containsExactly("<unk>", "<eos>", "c", "a", "b", "\uFF5E", "\uD83D\uDE00");
    assertThat(vocabulary.count(Vocabulary.EOS_ID)).isEqualTo(4);
    // 30 tokens, of them 4 <eos> and 3 + 7 + 3 + 3 + 3 known
    assertThat(vocabulary.count(Vocabulary.UNK_ID)).isEqualTo(7);
    assertThat(vocabulary.tokens()).isEqualTo(30);
  }

  @Test
  void unknownWordsHaveTheIdOfUnk() {
    Vocabulary vocabulary = VocabularyCut.of(List.of(new WordCount("a", 1)), 1, 2);
    assertThat(vocabulary.id("a")).isEqualTo(2);
    assertThat(vocabulary.id("zebra")).isEqualTo(Vocabulary.UNK_ID);
    assertThat(vocabulary.contains("zebra")).isFalse();
  }

  /** The order of code points is the order of UTF-8 bytes. */
  @Property
  void spellingOrderIsThatOfUtf8(@ForAll String a, @ForAll String b) {
    String x = clean(a);
    String y = clean(b);
    int bytes =
        java.util.Arrays.compareUnsigned(
            x.getBytes(StandardCharsets.UTF_8), y.getBytes(StandardCharsets.UTF_8));
    assertThat(Integer.signum(WordCount.BY_SPELLING.compare(x, y)))
        .isEqualTo(Integer.signum(bytes));
  }

  /** Lone surrogates have no UTF-8. */
  private static String clean(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  @Test
  void theFileGivesTheVocabularyBack() {
    Vocabulary vocabulary =
        VocabularyCut.of(
            List.of(
                new WordCount("tab\there", 9),
                new WordCount(" ", 5),
                new WordCount("\n", 4),
                new WordCount("back\\slash", 2)),
            1,
            50);
    String text = new String(VocabularyFile.bytes(vocabulary), StandardCharsets.UTF_8);
    Vocabulary back = VocabularyFile.parse(text, "vocabulary.txt");
    assertThat(back.counts()).isEqualTo(vocabulary.counts());
    for (int id = 0; id < vocabulary.size(); id++) {
      assertThat(back.word(id)).isEqualTo(vocabulary.word(id));
    }
  }

  @Test
  void aDamagedOrNewerFileIsRefused() {
    assertRefused("", "vocabulary.txt, line 1: the header is missing.");
    assertRefused("#perplex-vocabulary\t2\n", "is a vocabulary of version 2");
    assertRefused("#perplex-vocabulary\t1\n<unk>\t0\n<eos>\tmany\n", "line 3: the count is not");
    assertRefused("#perplex-vocabulary\t1\n<unk>\t0\n<eos>\t1\na 3\n", "line 4: there is no tab");
    assertRefused(
        "#perplex-vocabulary\t1\n<unk>\t0\n<eos>\t1\na\t3\na\t2\n", "the word a stands twice");
  }

  private static void assertRefused(String text, String message) {
    assertThatThrownBy(() -> VocabularyFile.parse(text, "vocabulary.txt"))
        .isInstanceOf(PerplexException.class)
        .hasMessageContaining(message);
  }

  @Test
  void unitsHoldWholeDocumentsAndAreNeverEmpty() {
    UnitCut cut = new UnitCut();
    assertThat(cut.next(20_000)).isZero(); // longer than a unit: a unit of its own
    assertThat(cut.next(10)).isEqualTo(1);
    assertThat(cut.next(16_374)).isEqualTo(1); // 16,384 tokens: full
    assertThat(cut.next(1)).isEqualTo(2);
    for (int document = 0; document < 511; document++) {
      assertThat(cut.next(1)).isEqualTo(2);
    }
    assertThat(cut.next(1)).isEqualTo(3); // 512 documents: full
  }
}
