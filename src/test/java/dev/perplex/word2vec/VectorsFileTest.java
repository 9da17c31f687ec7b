package dev.perplex.word2vec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.provenance.ExitCode;
import dev.perplex.provenance.PerplexException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.StringLength;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class VectorsFileTest {
  private static final String WAY_OUT =
      " Write it again, or name a file in the format of word2vec.";
  private static final String SUSPICION =
      ", or a word before it holds a space (write spaces in words as _ or U+2581)." + WAY_OUT;

  private final WordVectors vectors =
      new WordVectors(
          List.of("<unk>", "<eos>", " ", "\u2581", "\\u2581", "a\tb\n", "\u5b57", "  ", "\\"),
          2,
          new float[] {
            0, -0.0f, 1e-10f, -2.5f, 0.1f, 3e38f, Float.MIN_VALUE, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 1
          });

  private static byte[] text(WordVectors vectors) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    VectorsText.write(vectors, out);
    return out.toByteArray();
  }

  private static byte[] binary(WordVectors vectors) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    VectorsBinary.write(vectors, out);
    return out.toByteArray();
  }

  private static WordVectors readText(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return VectorsText.read(new ByteArrayInputStream(bytes), "v.txt");
  }

  private static WordVectors readAny(byte[] bytes) throws IOException {
    return VectorsReader.open(new ByteArrayInputStream(bytes), "v").vectors();
  }

  private static WordVectors readText(byte[] bytes) throws IOException {
    return VectorsText.read(new ByteArrayInputStream(bytes), "v.txt");
  }

  private static WordVectors readBinary(byte[] bytes) throws IOException {
    return VectorsBinary.read(new ByteArrayInputStream(bytes), "v.bin");
  }

  private static void refuses(ThrowingCallable reading, String message) {
    assertThatThrownBy(reading)
        .isInstanceOfSatisfying(
            PerplexException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DATA_REFUSED))
        .hasMessage(message);
  }

  private void isEqual(WordVectors read) {
    assertThat(read.toArray()).isEqualTo(vectors.toArray());
    for (int id = 0; id < vectors.size(); id++) {
      assertThat(read.word(id)).isEqualTo(vectors.word(id));
    }
  }

  @Test
  void textIsAsWord2vecWritesIt() throws IOException {
    WordVectors two = new WordVectors(List.of("a", "b c"), 2, new float[] {1, -0.5f, 0, 1e-5f});
    assertThat(new String(text(two), StandardCharsets.UTF_8))
        .isEqualTo("2 2\na 1.0 -0.5\nb\u2581c 0.0 1.0E-5\n");
  }

  @Test
  void binaryIsAsWord2vecWritesIt() throws IOException {
    WordVectors one = new WordVectors(List.of("a"), 2, new float[] {1, -2});
    // 1f is 3F800000 and -2f C0000000, least byte first
    assertThat(binary(one))
        .isEqualTo("1 2\na \0\0\u0080?\0\0\0\u00c0\n".getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void bothBringBackEveryWordAndBit() throws IOException {
    isEqual(readText(new String(text(vectors), StandardCharsets.UTF_8)));
    isEqual(readBinary(binary(vectors)));
  }

  @Test
  void noWordIsWrittenWithWhiteSpace() throws IOException {
    String text = new String(text(vectors), StandardCharsets.UTF_8);
    assertThat(text.lines())
        .hasSize(10)
        .allSatisfy(l -> assertThat(l.split(" ").length).isLessThanOrEqualTo(3));
    assertThat(text.lines().skip(3).findFirst()).hasValue("\u2581 0.1 3.0E38");
  }

  @Test
  void binaryIsReadWithoutNewlinesToo() throws IOException {
    byte[] bytes = "1 1\na \0\0\u0080?".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(readBinary(bytes).vector("a")).containsExactly(1);
  }

  private static void refusesHeader(String line) {
    refuses(
        () -> readText(line + "\n"),
        "v.txt starts with \""
            + line
            + "\", which is not \"words dimension\" with at least one word and a dimension from 1"
            + " to 65536."
            + WAY_OUT);
  }

  @Test
  void headersThatCannotBeAreRefused() {
    refuses(() -> readText(""), "v.txt is empty." + WAY_OUT);
    for (String line :
        List.of(
            "word2vec", "5", "5 0", "5 -3", "-5 3", "0 3", "5 65537", "5 99999999999", "a b c")) {
      refusesHeader(line);
    }
    refusesHeader("9999999999 100");
  }

  @Test
  void textSaysWhatIsWrong() {
    refuses(
        () -> readText("2 2\na 1 2\n"), "v.txt is cut short: it ends in word 2 of 2." + WAY_OUT);
    refuses(
        () -> readText("2 2\na 1 2\nb 1"), "v.txt is cut short: it ends in word 2 of 2." + WAY_OUT);
    refuses(() -> readText("2 2\na 1 2"), "v.txt is cut short: it ends in word 1 of 2." + WAY_OUT);
    refuses(() -> readText("2 2"), "v.txt is cut short: it ends in word 1 of 2." + WAY_OUT);
    refuses(
        () -> readText("2 2\na 1\nb 1 2\n"),
        "v.txt line 2 has 1 numbers, but the dimension is 2." + WAY_OUT);
    refuses(() -> readText("1 1\na x\n"), "v.txt line 2 holds x where a number belongs." + WAY_OUT);
    refuses(() -> readText("1 1\na NaN\n"), "v.txt line 2 holds NaN in the vector of a." + WAY_OUT);
    refuses(
        () -> readText("2 2\na 1 2\nb 1 -inf\n"),
        "v.txt line 3 holds -Infinity in the vector of b." + WAY_OUT);
    refuses(
        () -> readText("2 2\na 1 2\nb 1 1e39\n"),
        "v.txt line 3 holds Infinity in the vector of b." + WAY_OUT);
    refuses(() -> readText("2 1\na 1\na 2\n"), "v.txt line 3 holds the word a again." + WAY_OUT);
    refuses(
        () -> readText("1 1\na 1\nb 2\n"),
        "v.txt goes on after the 1 words of its header." + WAY_OUT);
    refuses(() -> readText("1 1\n 1\n"), "v.txt line 2 starts with no word." + WAY_OUT);
  }

  @Test
  void aSpaceInAWordIsNamedWithItsLine() {
    refuses(
        () -> readText("2 2\na 1 2\nNew York 1 2\n"),
        "v.txt line 3 has 3 fields after the word, but the dimension is 2: a word may hold a space."
            + " Write spaces in words as _ or U+2581 and make the file again.");
    refuses(
        () -> readText("2 2\n. . 1 2\na 1 2\n"),
        "v.txt line 2 has 3 fields after the word, but the dimension is 2: a word may hold a space."
            + " Write spaces in words as _ or U+2581 and make the file again.");
  }

  private static String binaryRow(String word, String end) {
    return word + " \0\0\u0080?\0\0\0\u00c0" + end; // 1, -2
  }

  private static byte[] binaryRows(String end, String... words) {
    StringBuilder rows = new StringBuilder(words.length + " 2\n");
    for (String word : words) {
      rows.append(binaryRow(word, end));
    }
    return rows.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void aSpaceInAWordOfABinaryFileIsSuspected() throws IOException {
    assertThat(readBinary(binaryRows("\n", "a", "New_York", "b", "c")).size()).isEqualTo(4);
    refuses(
        () -> readBinary(binaryRows("\n", "a", "New York", "b", "c")),
        "v.bin word 3 does not start a line as those before it" + SUSPICION);
    refuses(
        () -> readBinary(binaryRows("\n", "New York", "b", "c")),
        "v.bin word 2 holds a line end" + SUSPICION);
    refuses(
        () -> readBinary(binaryRows("\n", "a", "b", "New York")),
        "v.bin goes on after the 3 words of its header" + SUSPICION);
    refuses(
        () -> readBinary(binaryRows("", "a", "New York", "b", "c")),
        "v.bin word 3: the word is not UTF-8"
            + SUSPICION.replace(WAY_OUT, " Write the file again in UTF-8."));
    refuses(
        () -> readAny(binaryRows("\n", "a", "New York", "b")),
        "v word 3 does not start a line as those before it" + SUSPICION);
  }

  @Test
  void aLineThatDoesNotEndIsRefusedWithoutHoldingIt() {
    // 64 KiB of word and 48 bytes a number
    refuses(
        () -> readText("1 2\na 1 " + "1".repeat(1 << 20)),
        "v.txt line 2 is longer than 65632 bytes, too long for 2 numbers." + WAY_OUT);
    assertThatThrownBy(() -> readText("x".repeat(5_000_000)))
        .hasMessageStartingWith("v.txt starts with \"" + "x".repeat(40) + "...\", which is not");
  }

  @Test
  void whatIsNotUtf8IsRefused() {
    byte[] text = "2 1\na 1\n\u00e4 2\n".getBytes(StandardCharsets.ISO_8859_1);
    refuses(
        () -> VectorsText.read(new ByteArrayInputStream(text), "v.txt"),
        "v.txt line 3: the word is not UTF-8. Write the file again in UTF-8.");
    byte[] bytes = "1 1\n\u00e4 \0\0\u0080?".getBytes(StandardCharsets.ISO_8859_1);
    refuses(
        () -> readBinary(bytes),
        "v.bin word 1: the word is not UTF-8. Write the file again in UTF-8.");
  }

  @Test
  void textOfOtherToolsIsRead() throws IOException {
    WordVectors two = new WordVectors(List.of("a", "\ufffd"), 2, new float[] {1, -0.5f, 0, 1e-5f});
    for (String text :
        List.of(
            "2 2\r\na 1 -0.5\r\n\ufffd 0 1e-5\r\n", // Windows
            "\ufeff2 2\na 1 -0.5\n\ufffd 0 1e-5\n", // Windows, with a byte order mark
            "2 2\na 1.000000 -0.500000 \n\ufffd 0.000000 0.000010 \n", // word2vec.c
            "a 1 -0.5\n\ufffd 0 1e-05\n", // GloVe
            "2\t2\na\t1\t-.5\n\ufffd\t0.\t+1E-05", // no last line end
            "2 2\na 1 -0.5\n\ufffd 0 1e-5\n\n\n")) {
      WordVectors read = readText(text);
      assertThat(read.toArray()).as(text).isEqualTo(two.toArray());
      assertThat(read.word(1)).isEqualTo("\ufffd");
    }
  }

  @Test
  void theFormatIsToldByWhatTheFileHolds() throws IOException {
    isEqual(readAny(text(vectors)));
    isEqual(readAny(binary(vectors)));
    for (byte[] plain : List.of(text(vectors), binary(vectors))) {
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      for (byte[] half :
          List.of(Arrays.copyOf(plain, 50), Arrays.copyOfRange(plain, 50, plain.length))) {
        try (OutputStream out = new GZIPOutputStream(packed)) { // a member each
          out.write(half);
        }
      }
      byte[] bytes = packed.toByteArray();
      isEqual(readAny(bytes));
      assertThatThrownBy(() -> readAny(Arrays.copyOf(bytes, bytes.length - 12)))
          .isInstanceOfSatisfying(
              PerplexException.class,
              e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DATA_REFUSED))
          .hasMessageStartingWith("v cannot be unpacked: ")
          .hasMessageEndingWith(". Fetch or write it again.");
    }
  }

  @Property
  void anyVectorsComeBackFromBothFormats(
      @ForAll("finite") float[] row, @ForAll @StringLength(min = 1) String word)
      throws IOException {
    String whole = new String(word.getBytes(UTF_8), UTF_8); // without halves of characters
    WordVectors two = new WordVectors(List.of(whole, whole + "a"), row.length, twice(row));
    for (WordVectors read : List.of(readText(text(two)), readBinary(binary(two)))) {
      assertThat(read.toArray()).isEqualTo(two.toArray());
      assertThat(read.word(0)).isEqualTo(whole);
    }
  }

  @Provide
  Arbitrary<float[]> finite() {
    return Arbitraries.integers()
        .map(Float::intBitsToFloat)
        .filter(each -> Math.abs(each) < 1e18f)
        .array(float[].class)
        .ofMinSize(1)
        .ofMaxSize(40);
  }

  private static float[] twice(float[] row) {
    float[] both = Arrays.copyOf(row, 2 * row.length);
    System.arraycopy(row, 0, both, row.length, row.length);
    return both;
  }

  @Test
  void rowsAreHandedOutOneByOne() throws IOException {
    try (VectorsReader rows =
        VectorsReader.open(new ByteArrayInputStream(text(vectors)), "v.txt")) {
      assertThat(rows.words()).isEqualTo(9);
      assertThat(rows.dimension()).isEqualTo(2);
      float[] row = new float[3];
      assertThat(rows.next()).isTrue();
      assertThat(rows.next()).isTrue();
      rows.copy(row, 1);
      assertThat(rows.word()).isEqualTo("<eos>");
      assertThat(row).containsExactly(0, 1e-10f, -2.5f);
      WordVectors some = rows.vectors(3);
      assertThat(some.size()).isEqualTo(3);
      assertThat(some.word(0)).isEqualTo(" ");
    }
    VectorsReader unsaid =
        VectorsReader.open(new ByteArrayInputStream("a 1 2\nb 3 4".getBytes(UTF_8)), "v.txt");
    assertThat(unsaid.words()).isEqualTo(-1);
    assertThat(unsaid.vectors().size()).isEqualTo(2);
    assertThat(unsaid.next()).isFalse();
  }

  @Test
  void rowsAreWrittenOneByOne() throws IOException {
    for (String name : List.of("v.txt", "v.bin", "v.vec", "v.txt.gz", "V.BIN.GZ")) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (VectorsWriter rows = VectorsWriter.named(name, out, 2, 2)) {
        rows.row("a", new float[] {9, 1, 2}, 1);
        rows.row("b", new float[] {3, 4}, 0);
      }
      WordVectors read = readAny(out.toByteArray());
      assertThat(read.vector("a")).containsExactly(1, 2);
      assertThat(read.vector("b")).containsExactly(3, 4);
      assertThat(out.toByteArray()[0]).isEqualTo((byte) (name.length() > 5 ? 0x1f : '2'));
    }
  }

  @Test
  void theWriterHoldsItsHeader() throws IOException {
    VectorsWriter rows = VectorsText.writer(new ByteArrayOutputStream(), 2, 1);
    rows.row("a", new float[] {1}, 0);
    assertThatThrownBy(rows::close)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the header says 2 words, but 1 came");
    VectorsWriter one = VectorsText.writer(new ByteArrayOutputStream(), 1, 1);
    one.row("a", new float[] {1}, 0);
    assertThatThrownBy(() -> one.row("b", new float[] {1}, 0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the header says 1 words; no more can follow");
    VectorsWriter bad = VectorsText.writer(new ByteArrayOutputStream(), 1, 1);
    refuses(
        () -> bad.row("a", new float[] {Float.NaN}, 0),
        "the vector of a holds NaN, which no vectors file may. Train with a lower word2vec.rate, or"
            + " leave the word out.");
    refuses(
        () -> bad.row("", new float[] {1}, 0),
        "an empty word cannot be written to a vectors file. Leave it out of the vocabulary.");
  }

  @Test
  void binarySaysWhatIsWrong() throws IOException {
    byte[] whole = binary(vectors);
    refuses(() -> readBinary(new byte[0]), "v.bin is empty." + WAY_OUT);
    refuses(
        () -> readBinary(Arrays.copyOf(whole, whole.length - 3)),
        "v.bin is cut short: it ends in word 9 of 9." + WAY_OUT);
    refuses(
        () -> readBinary("2000000 65536\na".getBytes(UTF_8)),
        "v.bin holds more than 2147483639 numbers, too many to be held at once. Take the first"
            + " words only.");
    byte[] more = Arrays.copyOf(whole, whole.length + 5); // filled with zeros, which are no blanks
    refuses(() -> readBinary(more), "v.bin goes on after the 9 words of its header" + SUSPICION);
    byte[] nan = "1 1\na \0\0\u00c0\u007f\n".getBytes(StandardCharsets.ISO_8859_1);
    refuses(() -> readBinary(nan), "v.bin word 1 holds NaN in the vector of a." + WAY_OUT);
    byte[] again = "2 1\na \0\0\0\0a \0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
    refuses(() -> readBinary(again), "v.bin word 2 holds the word a again." + WAY_OUT);
    byte[] endless = new byte[100_000];
    Arrays.fill(endless, (byte) 'x');
    byte[] start = "2 1\na \0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(start, 0, endless, 0, start.length);
    refuses(() -> readBinary(endless), "v.bin word 2 has no end" + SUSPICION);
  }

  @Test
  void everyCutOfABinaryFileIsRefused() throws IOException {
    byte[] whole = binary(vectors);
    for (int length = 0; length < whole.length - 1; length++) { // the last newline may be missing
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> readBinary(cut)).isInstanceOf(PerplexException.class);
    }
  }

  @Test
  void everyCutOfATextFileIsRefused() throws IOException {
    byte[] whole = text(vectors); // ends in "\\ 1.0 1.0\n", which is whole down to "1." too
    for (int length = 0; length < whole.length - 3; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> readText(cut)).as("%d", length).isInstanceOf(PerplexException.class);
    }
  }
}
