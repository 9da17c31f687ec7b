package dev.perplex.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.provenance.ExitCode;
import dev.perplex.provenance.PerplexException;
import dev.perplex.text.PrepareSettings.BadBytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecodingTest {
  private static final String TEXT = "Grüße, 中文\nzweite Zeile";

  private static byte[] marked(String mark, String text, String charset) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(HexFormat.of().parseHex(mark));
    out.writeBytes(text.getBytes(Charset.forName(charset)));
    return out.toByteArray();
  }

  private static void assertRefused(Corpora corpus, byte[] bytes, String message) {
    assertThatThrownBy(() -> corpus.read("novels.txt", "", bytes))
        .isInstanceOfSatisfying(
            PerplexException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DATA_REFUSED))
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE", "GB18030"})
  void textIsReadInItsEncoding(String encoding) {
    byte[] bytes = TEXT.getBytes(Charset.forName(encoding));
    assertThat(Corpora.LINES.encoding(encoding).read(bytes).texts())
        .containsExactly("Grüße, 中文", "zweite Zeile");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ISO-8859-1", "windows-1252", "ISO-8859-15"})
  void singleByteEncodingsAreReadByTheByte(String encoding) {
    byte[] bytes = "Grüße\nzwei".getBytes(Charset.forName(encoding));
    Corpora.Result result = Corpora.LINES.encoding(encoding).read(bytes);
    assertThat(result.texts()).containsExactly("Grüße", "zwei");
    assertThat(result.ids()).containsExactly("a.txt#0000000000000", "a.txt#0000000000006");
  }

  /** Where bytes cannot be addressed, ids count documents. */
  @Test
  void otherEncodingsAreNumbered() {
    byte[] bytes = "一\n二".getBytes(Charset.forName("GBK"));
    assertThat(Corpora.LINES.encoding("GBK").read(bytes).ids())
        .containsExactly("a.txt#0000000000000", "a.txt#0000000000001");
  }

  @ParameterizedTest
  @CsvSource({
    "efbbbf, UTF-8, UTF-8",
    "fffe, UTF-16LE, UTF-16",
    "feff, UTF-16BE, UTF-16",
    "fffe, UTF-16LE, UTF-16BE", // the mark wins over the stated order
    "feff, UTF-16BE, UTF-16LE",
    "fffe0000, UTF-32LE, UTF-32",
    "0000feff, UTF-32BE, UTF-32LE",
  })
  void aByteOrderMarkSettlesTheOrderAndIsRemoved(String mark, String written, String promised) {
    assertThat(Corpora.LINES.encoding(promised).read(marked(mark, TEXT, written)).texts())
        .containsExactly("Grüße, 中文", "zweite Zeile");
  }

  @ParameterizedTest
  @CsvSource({
    "fffe, UTF-16LE, UTF-8",
    "feff, UTF-16BE, UTF-8",
    "fffe0000, UTF-32LE, UTF-8",
    "efbbbf, UTF-8, UTF-16",
    "efbbbf, UTF-8, ISO-8859-1",
    "0000feff, UTF-32BE, UTF-16",
  })
  void aMarkOfAnotherEncodingIsRefused(String mark, String written, String promised) {
    assertRefused(
        Corpora.LINES.encoding(promised),
        marked(mark, "text", written),
        "novels.txt: begins with the byte order mark of %s, but encoding = %s. Set encoding = %s in the corpus manifest."
            .formatted(written, promised, written));
  }

  @Test
  void onlyTheFirstMarkIsRemoved() {
    assertThat(Corpora.LINES.read("\uFEFF\uFEFFa").texts()).containsExactly("\uFEFFa");
  }

  @Test
  void aFileOfAMarkAloneIsEmpty() {
    assertThat(Corpora.LINES.read("\uFEFF").documents()).isEmpty();
    assertThat(Corpora.LINES.read("").documents()).isEmpty();
  }

  @Test
  void latin1WhereUtf8WasPromisedIsRefused() {
    assertRefused(
        Corpora.LINES,
        "plain\nun café noir".getBytes(StandardCharsets.ISO_8859_1),
        "novels.txt: byte 0xE9 at offset 12 is not UTF-8. Set encoding in the corpus manifest"
            + " (ISO-8859-1?) or pass --set prepare.bad-bytes=replace.");
  }

  @Test
  void theOffsetOfABadByteCountsTheMark() {
    assertThatThrownBy(() -> Corpora.LINES.read(marked("efbbbf61ff", "", "UTF-8")))
        .hasMessageContaining("byte 0xFF at offset 4 ");
  }

  @Test
  void badBytesOfATranscodedTextHaveTheirOwnOffset() {
    byte[] bytes = "一二x".getBytes(Charset.forName("GBK"));
    bytes[4] = (byte) 0xFF;
    assertRefused(
        Corpora.LINES.encoding("GBK"),
        bytes,
        "novels.txt: byte 0xFF at offset 4 is not GBK. Set encoding in the corpus manifest (UTF-8?)"
            + " or pass --set prepare.bad-bytes=replace.");
  }

  @Test
  void badBytesAreReplacedOrDroppedAndCounted() {
    byte[] bytes = marked("61ff62e4b8", "c\n", "UTF-8"); // a lone FF, and 中 without its third byte
    Corpora.Result replaced = Corpora.LINES.badBytes(BadBytes.REPLACE).read(bytes);
    Corpora.Result dropped = Corpora.LINES.badBytes(BadBytes.DROP).read(bytes);
    assertThat(replaced.texts()).containsExactly("a\uFFFDb\uFFFDc");
    assertThat(dropped.texts()).containsExactly("abc");
    assertThat(replaced.counts().badBytes()).isEqualTo(3);
    assertThat(dropped.counts().badBytes()).isEqualTo(3);
  }

  @Test
  void aReplacementCharacterInTheTextIsNoBadByte() {
    Corpora.Result result = Corpora.LINES.read("a\uFFFDb");
    assertThat(result.texts()).containsExactly("a\uFFFDb");
    assertThat(result.counts().badBytes()).isZero();
  }

  @Test
  void badBytesOfATranscodedTextAreReplaced() {
    byte[] bytes = {0, 'a', (byte) 0xD8, 0, 0, 'b', 0}; // a lone surrogate; half a character
    Corpora.Result result =
        Corpora.LINES.encoding("UTF-16BE").badBytes(BadBytes.REPLACE).read(bytes);
    assertThat(result.texts()).containsExactly("a\uFFFDb\uFFFD");
    assertThat(result.counts().badBytes()).isEqualTo(3);
  }

  @Test
  void textIsComposed() {
    Corpora.Result result = Corpora.LINES.read("cafe\u0301 \u1112\u1161\u11AB");
    assertThat(result.texts()).containsExactly("caf\u00E9 \uD55C");
    assertThat(result.counts().characters()).isEqualTo(7);
  }

  @Test
  void everyLineEndBecomesOne() {
    assertThat(Corpora.LINES.kind(DocumentRule.Kind.FILE).read("a\r\nb\rc\n\rd").texts())
        .containsExactly("a\nb\nc\n\nd");
  }

  /** Lines, characters and line ends that lie across the borders of the reader's chunks. */
  @Property(tries = 60)
  void chunksDoNotShow(
      @ForAll @IntRange(min = 65_530, max = 65_545) int length,
      @ForAll @IntRange(max = 3) int which) {
    String end = new String[] {"\n", "\r\n", "\r", "\n\r"}[which];
    String text = "x".repeat(length) + "é中😀" + end + "y" + end;
    Corpora.Result utf8 = Corpora.LINES.read(text);
    Corpora.Result utf16 =
        Corpora.LINES.encoding("UTF-16LE").read(text.getBytes(StandardCharsets.UTF_16LE));
    assertThat(utf8.texts()).containsExactly("x".repeat(length) + "é中😀", "y");
    assertThat(utf16.texts()).isEqualTo(utf8.texts());
    assertThat(utf16.counts()).isEqualTo(utf8.counts());
  }

  @Test
  void aStreamThatGivesBytesOneByOneReadsTheSame() {
    InputStream slow =
        new ByteArrayInputStream(TEXT.getBytes(StandardCharsets.UTF_8)) {
          @Override
          public synchronized int read(byte[] buffer, int offset, int length) {
            return super.read(buffer, offset, Math.min(length, 1));
          }
        };
    try (Documents documents = Corpora.LINES.reader().read("a.txt", "", slow)) {
      assertThat(documents)
          .toIterable()
          .extracting(Document::text)
          .hasSize(2)
          .contains("Grüße, 中文");
    }
  }

  @Test
  void storageThatFailsIsNoFaultOfTheData() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("connection reset");
          }

          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            throw new IOException("connection reset");
          }
        };
    assertThatThrownBy(() -> Corpora.LINES.reader().read("a.txt", "", broken))
        .isInstanceOfSatisfying(
            PerplexException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.FAILED))
        .hasMessage("a.txt: cannot be read: connection reset. Check the storage and try again.");
  }
}
