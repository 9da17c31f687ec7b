package dev.perplex.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.provenance.PerplexException;
import dev.perplex.text.DocumentRule.Kind;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DocumentsTest {
  private static final Corpora RECORDS = Corpora.LINES.rule(Kind.RECORD, "^= .* =$", "");

  @Test
  void aLineIsADocument() {
    Corpora.Result result = Corpora.LINES.read("one\ntwo two\n \nthree");
    assertThat(result.texts()).containsExactly("one", "two two", "three");
    assertThat(result.ids())
        .containsExactly("a.txt#0000000000000", "a.txt#0000000000004", "a.txt#0000000000014");
    assertThat(result.counts()).isEqualTo(new ReadCounts(3, 1, 0, 18, 18, 3));
  }

  @Test
  void aFileIsADocument() {
    Corpora.Result result = Corpora.LINES.kind(Kind.FILE).read("one\n\ntwo\n");
    assertThat(result.texts()).containsExactly("one\n\ntwo");
    assertThat(result.counts()).isEqualTo(new ReadCounts(1, 0, 0, 9, 9, 3));
  }

  @Test
  void blankLinesSeparateParagraphs() {
    Corpora.Result result = Corpora.LINES.kind(Kind.PARAGRAPH).read("\n\na\nb\n\t\n\nc");
    assertThat(result.texts()).containsExactly("a\nb", "c");
    assertThat(result.ids()).containsExactly("a.txt#0000000000002", "a.txt#0000000000009");
  }

  @Test
  void aRecordGoesFromStartToStart() {
    Corpora.Result result = RECORDS.read("before\n= A =\n\nx\n= B =\n= C =\ny\n\n");
    assertThat(result.texts()).containsExactly("before", "= A =\n\nx", "= B =", "= C =\ny\n");
    assertThat(result.counts().lines()).isEqualTo(8);
  }

  @ParameterizedTest
  @EnumSource(names = {"FILE", "LINE", "RECORD"})
  void aCorpusWithItsOwnSplitKeepsEveryLine(Kind kind) {
    String text = " \n= A =\n\n\nx\n \n= B =\n\n";
    Corpora corpus = Corpora.LINES.ownSplit().rule(kind, kind == Kind.RECORD ? "^= .* =$" : "", "");
    ReadCounts counts = corpus.read(text).counts();
    assertThat(counts.lines()).isEqualTo(8);
    assertThat(counts.bytes()).isEqualTo(text.length());
    assertThat(counts.emptyDocuments()).isZero();
  }

  @Test
  void anUnterminatedLastLineCounts() {
    assertThat(Corpora.LINES.kind(Kind.FILE).read("a\nb").counts().lines()).isEqualTo(2);
    assertThat(Corpora.LINES.kind(Kind.FILE).read("a\nb\n").counts().lines()).isEqualTo(2);
    assertThat(Corpora.LINES.kind(Kind.FILE).read("a\nb\n\n").counts().lines()).isEqualTo(3);
  }

  @Test
  void blankDocumentsAreLeftOutAndCounted() {
    assertThat(Corpora.LINES.kind(Kind.FILE).read("\n \n\u00A0").counts())
        .isEqualTo(new ReadCounts(0, 1, 0, 0, 0, 0));
    assertThat(RECORDS.read("\n\n= A =\n").counts().emptyDocuments()).isEqualTo(1);
  }

  @Test
  void onlyWhatIsExtractedStays() {
    String wordnet =
        "  1 licence\n00001740 03 n | that which is perceived  \n00001930 04 n | x | y\n";
    assertThat(Corpora.LINES.rule(Kind.LINE, "", " \\| (.*)$").read(wordnet).texts())
        .containsExactly("that which is perceived  ", "x | y");
    assertThat(Corpora.LINES.rule(Kind.FILE, "", " \\| (.*)$").read(wordnet).texts())
        .containsExactly("that which is perceived  \nx | y");
  }

  @Test
  void aStartNeedNotBeExtracted() {
    assertThat(
            Corpora.LINES
                .rule(Kind.RECORD, "^#", "^text: (.*)")
                .read("# 1\ntext: a\n# 2\ntext: b")
                .texts())
        .containsExactly("a", "b");
  }

  @Test
  void aDotMatchesAllThatALineHolds() {
    assertThat(Corpora.LINES.rule(Kind.LINE, "", "^x(.*)$").read("xa\u2028b\u0085c").texts())
        .containsExactly("a\u2028b\u0085c");
  }

  @Test
  void sortingIdsGivesTheOrderInTheSource() {
    Corpora.Result result = Corpora.LINES.read("x\n".repeat(1200));
    assertThat(result.ids()).hasSize(1200).isSorted();
  }

  @Test
  void aDocumentMayBeAsLongAsAllowed() {
    Corpora five = Corpora.LINES.maxDocument(5); // characters, the line end included
    assertThat(five.read("abcd\nabcé\n").texts()).hasSize(2);
    assertThatThrownBy(() -> five.read("abc\nabcde\n"))
        .isInstanceOf(PerplexException.class)
        .hasMessage(
            "a.txt: the document at byte 4 is longer than prepare.max-document = 5 characters."
                + " Raise it with --set prepare.max-document=N, or choose another document rule"
                + " (document.kind) in the corpus manifest.");
    assertThatThrownBy(() -> five.kind(Kind.FILE).read("ab\ncd\n"))
        .hasMessageContaining("the document at byte 0 is longer");
    assertThatThrownBy(
            () -> five.read("a.txt", "", "abc\n\nabcde".getBytes(StandardCharsets.UTF_8)))
        .hasMessageContaining("the document at byte 5 is longer");
    assertThatThrownBy(
            () -> five.encoding("UTF-16LE").read("a\nabcde".getBytes(StandardCharsets.UTF_16LE)))
        .hasMessageContaining("document 1 is longer");
  }

  /** Characters are counted, not bytes: 4 bytes each must not fail early. */
  @Test
  void longCharactersAreNotTakenForMore() {
    String line = "😀".repeat(70_000);
    assertThat(Corpora.LINES.maxDocument(70_001).read(line).texts()).containsExactly(line);
  }

  @ParameterizedTest
  @EnumSource(names = {"FILE", "LINE", "PARAGRAPH"})
  void aLineOfAHundredMegabytesFailsAtOnce(Kind kind) {
    AtomicLong given = new AtomicLong();
    assertThatThrownBy(
            () ->
                Corpora.LINES
                    .kind(kind)
                    .maxDocument(1 << 20)
                    .reader()
                    .read("long.txt", "", endless('x', given))
                    .hasNext())
        .isInstanceOf(PerplexException.class)
        .hasMessageStartingWith("long.txt: the document at byte 0 is longer than");
    assertThat(given.get()).isLessThan((1 << 20) + (1 << 18));
  }

  /** Bytes that begin no character must not slip past the limit. */
  @Test
  void aLineOfContinuationBytesFailsToo() {
    AtomicLong given = new AtomicLong();
    assertThatThrownBy(
            () ->
                Corpora.LINES
                    .maxDocument(1 << 18)
                    .reader()
                    .read("long.txt", "", endless((char) 0x80, given))
                    .hasNext())
        .isInstanceOf(PerplexException.class);
    assertThat(given.get()).isLessThan(5 << 18);
  }

  private static InputStream endless(char c, AtomicLong given) {
    return new InputStream() {
      @Override
      public int read() {
        return given.getAndIncrement() < 100_000_000 ? c : -1;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) {
        Arrays.fill(buffer, offset, offset + length, (byte) c);
        return given.addAndGet(length) <= 100_000_000 ? length : -1;
      }
    };
  }

  @Test
  void countsAdd() {
    ReadCounts a = new ReadCounts(1, 2, 3, 4, 5, 6);
    assertThat(a.plus(new ReadCounts(10, 20, 30, 40, 50, 60)))
        .isEqualTo(new ReadCounts(11, 22, 33, 44, 55, 66));
    assertThat(ReadCounts.NONE.plus(a)).isEqualTo(a);
  }
}
