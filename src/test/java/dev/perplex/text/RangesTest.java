package dev.perplex.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.text.DocumentRule.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RangesTest {

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of(
            "\n", "\n", "\r\n", "\r", "a", "bc", "é", "中", "😀", " ", "word", "\uFEFF")
        .list()
        .ofMaxSize(40)
        .map(parts -> String.join("", parts));
  }

  /** The law: however a file is cut, the ranges together give the documents of the whole. */
  @Property(tries = 1000)
  void anyCutGivesTheDocumentsOfTheWhole(
      @ForAll("texts") String text, @ForAll List<@IntRange(max = 60) Integer> cuts) {
    assertCutsDoNotShow(Corpora.LINES, text, cuts);
    assertCutsDoNotShow(Corpora.LINES.ownSplit(), text, cuts);
  }

  private static void assertCutsDoNotShow(Corpora corpus, String text, List<Integer> cuts) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    TreeSet<Integer> borders = new TreeSet<>(cuts);
    borders.add(0);
    borders.add(bytes.length);
    borders.removeIf(border -> border > bytes.length);
    List<Document> documents = new ArrayList<>();
    ReadCounts counts = ReadCounts.NONE;
    for (int start : borders) {
      Integer end = borders.higher(start);
      if (end != null) {
        Corpora.Result range = corpus.range(bytes, start, end - start);
        documents.addAll(range.documents());
        counts = counts.plus(range.counts());
      }
    }
    Corpora.Result whole = corpus.read(bytes);
    assertThat(documents).isEqualTo(whole.documents());
    assertThat(counts).isEqualTo(whole.counts());
  }

  /** Cut inside the \r\n, at a line's first byte, inside é and inside the mark. */
  @Test
  void everySingleCutOfAnOddTextIsClean() {
    String text = "\uFEFFone\r\ntwo\r\rthrée\n\n\r\nlast";
    for (int cut = 1; cut < text.getBytes(StandardCharsets.UTF_8).length; cut++) {
      assertCutsDoNotShow(Corpora.LINES, text, List.of(cut));
      assertCutsDoNotShow(Corpora.LINES.ownSplit(), text, List.of(cut));
    }
  }

  /** The fault this catches: ranges that read lines up to, but not at, their end lose lines. */
  @Test
  void aLineAtTheEndOfARangeBelongsToIt() {
    byte[] bytes = "ab\ncd\n".getBytes(StandardCharsets.UTF_8);
    assertThat(Corpora.LINES.range(bytes, 0, 3).texts()).containsExactly("ab", "cd");
    assertThat(Corpora.LINES.range(bytes, 3, 3).texts()).isEmpty();
  }

  @Test
  void plainLinesOfAsciiCompatibleTextCanBeCut() {
    assertThat(splittable(Corpora.LINES, "a.txt", "")).isTrue();
    assertThat(splittable(Corpora.LINES.encoding("windows-1252"), "a", "")).isTrue();
    assertThat(splittable(Corpora.LINES.encoding("latin1"), "a.txt", "")).isTrue();
    assertThat(splittable(Corpora.LINES.encoding("UTF-16"), "a.txt", "")).isFalse();
    assertThat(splittable(Corpora.LINES.encoding("GBK"), "a.txt", "")).isFalse();
    assertThat(splittable(Corpora.LINES.kind(Kind.FILE), "a.txt", "")).isFalse();
    assertThat(splittable(Corpora.LINES, "a.txt.gz", "")).isFalse();
    assertThat(splittable(Corpora.LINES, "a.ZST", "")).isFalse();
    assertThat(splittable(Corpora.LINES, "a.zip", "a.txt")).isFalse();
  }

  @Test
  void whatCannotBeCutIsNotRead() {
    assertThatThrownBy(() -> Corpora.LINES.kind(Kind.FILE).range(new byte[4], 0, 2))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static boolean splittable(Corpora corpus, String file, String entry) {
    return SourceReader.splittable(corpus.manifest(), file, entry);
  }
}
