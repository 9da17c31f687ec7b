package dev.perplex.word2vec;

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

class VectorsFileTest {
  private static final String WAY_OUT =
      " Write it again, or name a file in the format of word2vec.";

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

  @Test
  void textSaysWhatIsWrong() {
    refuses(() -> readText(""), "v.txt is empty." + WAY_OUT);
    refuses(
        () -> readText("word2vec\n"),
        "v.txt starts with \"word2vec\", which is not \"words dimension\" with a dimension from 1"
            + " to 65536 and at most 2147483639 numbers together."
            + WAY_OUT);
    refuses(
        () -> readText("2 2\na 1 2\n"), "v.txt is cut short: it ends in word 2 of 2." + WAY_OUT);
    refuses(
        () -> readText("1 2\na 1\n"),
        "v.txt line 2 has 1 numbers, but its header says 2 (or a word holds a space)." + WAY_OUT);
    refuses(
        () -> readText("1 1\na b 1\n"),
        "v.txt line 2 has 2 numbers, but its header says 1 (or a word holds a space)." + WAY_OUT);
    refuses(() -> readText("1 1\na x\n"), "v.txt line 2 holds x where a number belongs." + WAY_OUT);
    refuses(() -> readText("1 1\na NaN\n"), "v.txt holds NaN in the vector of a." + WAY_OUT);
    refuses(() -> readText("2 1\na 1\na 2\n"), "v.txt holds the word a twice." + WAY_OUT);
    refuses(
        () -> readText("1 1\na 1\nb 2\n"),
        "v.txt goes on after the 1 words of its header." + WAY_OUT);
  }

  @Test
  void binarySaysWhatIsWrong() throws IOException {
    byte[] whole = binary(vectors);
    refuses(() -> readBinary(new byte[0]), "v.bin is empty." + WAY_OUT);
    refuses(
        () -> readBinary(Arrays.copyOf(whole, whole.length - 3)),
        "v.bin is cut short: it ends in word 9 of 9." + WAY_OUT);
    refuses(
        () -> readBinary("2000000 65536\na".getBytes(StandardCharsets.UTF_8)),
        "v.bin starts with \"2000000 65536\", which is not \"words dimension\" with a dimension"
            + " from 1 to 65536 and at most 2147483639 numbers together."
            + WAY_OUT);
    refuses(
        () -> readBinary(Arrays.copyOf(whole, whole.length + 5)),
        "v.bin goes on after the 9 words of its header." + WAY_OUT);
    byte[] nan = "1 1\na \0\0\u00c0\u007f\n".getBytes(StandardCharsets.ISO_8859_1);
    refuses(() -> readBinary(nan), "v.bin holds NaN in the vector of a." + WAY_OUT);
    byte[] endless = new byte[100_000];
    Arrays.fill(endless, (byte) 'x');
    System.arraycopy("1 1\n".getBytes(StandardCharsets.UTF_8), 0, endless, 0, 4);
    refuses(() -> readBinary(endless), "v.bin word 1 has no end." + WAY_OUT);
  }

  @Test
  void everyCutOfABinaryFileIsRefused() throws IOException {
    byte[] whole = binary(vectors);
    for (int length = 0; length < whole.length - 1; length++) { // the last newline may be missing
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> readBinary(cut)).isInstanceOf(PerplexException.class);
    }
  }
}
