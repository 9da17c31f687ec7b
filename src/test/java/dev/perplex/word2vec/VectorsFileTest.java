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
import org.junit.jupiter.api.Test;

/** What is written is read again. */
class VectorsFileTest {
  private static void isEqual(WordVectors read) {
    assertThat(read.toArray()).isEqualTo(ODD.toArray());
    for (int id = 0; id < ODD.size(); id++) {
      assertThat(read.word(id)).isEqualTo(ODD.word(id));
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
    isEqual(readText(new String(text(ODD), StandardCharsets.UTF_8)));
    isEqual(readBinary(binary(ODD)));
  }

  @Test
  void noWordIsWrittenWithWhiteSpace() throws IOException {
    String text = new String(text(ODD), StandardCharsets.UTF_8);
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
    isEqual(readAny(text(ODD)));
    isEqual(readAny(binary(ODD)));
    for (byte[] plain : List.of(text(ODD), binary(ODD))) {
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
    try (VectorsReader rows = VectorsReader.open(new ByteArrayInputStream(text(ODD)), "v.txt")) {
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
}
