package dev.perplex.word2vec;

import static dev.perplex.word2vec.VectorsInMemory.ODD;
import static dev.perplex.word2vec.VectorsInMemory.binary;
import static dev.perplex.word2vec.VectorsInMemory.readAny;
import static dev.perplex.word2vec.VectorsInMemory.readBinary;
import static dev.perplex.word2vec.VectorsInMemory.readText;
import static dev.perplex.word2vec.VectorsInMemory.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.provenance.ExitCode;
import dev.perplex.provenance.PerplexException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What is wrong with a file of vectors, and what to do about it. */
class RefusedVectorsTest {
  private static final String WAY_OUT =
      " Write it again, or name a file in the format of word2vec.";
  private static final String SUSPICION =
      ", or a word before it holds a space (write spaces in words as _ or U+2581)." + WAY_OUT;

  private static void refuses(ThrowingCallable reading, String message) {
    assertThatThrownBy(reading)
        .isInstanceOfSatisfying(
            PerplexException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DATA_REFUSED))
        .hasMessage(message);
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
    byte[] whole = binary(ODD);
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
    byte[] whole = binary(ODD);
    for (int length = 0; length < whole.length - 1; length++) { // the last newline may be missing
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> readBinary(cut)).isInstanceOf(PerplexException.class);
    }
  }

  @Test
  void everyCutOfATextFileIsRefused() throws IOException {
    byte[] whole = text(ODD); // ends in "\\ 1.0 1.0\n", which is whole down to "1." too
    for (int length = 0; length < whole.length - 3; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> readText(cut)).as("%d", length).isInstanceOf(PerplexException.class);
    }
  }
}
