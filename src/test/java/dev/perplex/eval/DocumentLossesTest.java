package dev.perplex.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class DocumentLossesTest {
  private static final DocumentLosses TWO =
      new DocumentLosses(
          List.of("unigram", "lstm"),
          new long[] {3, 1},
          new long[] {11, 2},
          new long[] {12, 2},
          new double[][] {{21.5, 7}, {12.25, 0.1}});

  @Test
  void theFileIsLinesOfColumns() throws IOException {
    String text =
        new String(
            new GZIPInputStream(new ByteArrayInputStream(TWO.toBytes())).readAllBytes(),
            StandardCharsets.UTF_8);
    assertThat(text)
        .isEqualTo(
            "document\ttokens\tcharacters\tbytes\tunigram\tlstm\n"
                + "0\t3\t11\t12\t21.5\t12.25\n"
                + "1\t1\t2\t2\t7.0\t0.1\n");
    assertThat(TWO.toBytes()).isEqualTo(TWO.toBytes());
  }

  @Property(tries = 50)
  void everyNumberComesBackToTheLastBit(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int documents = random.nextInt(0, 40);
    double[] nats = random.doubles(documents).map(each -> Math.exp(40 * each - 20)).toArray();
    long[] sizes = random.longs(documents, 0, 1L << 40).toArray();
    DocumentLosses losses =
        new DocumentLosses(List.of("lstm"), sizes, sizes, sizes, new double[][] {nats});
    DocumentLosses back = DocumentLosses.parse(losses.toBytes());
    assertThat(back.of("lstm")).isEqualTo(nats);
    assertThat(back.tokens()).isEqualTo(sizes);
    assertThat(back.bytes()).isEqualTo(sizes);
    assertThat(back.documents()).isEqualTo(documents);
  }

  private static byte[] packed(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void whatIsDamagedIsRefusedWithItsLine() throws IOException {
    String head = "document\ttokens\tcharacters\tbytes\tlstm\n";
    refused(packed(""), "line 1: does not name the columns");
    refused(packed("document\ttokens\n"), "line 1: does not name the columns");
    refused(packed(head + "0\t1\t1\t1\t2.5\n7\t1\t1\t1\t2.5\n"), "line 3: is not of document 1");
    refused(packed(head + "0\t1\t1\t1\n"), "line 2: is not of document 0");
    refused(packed(head + "0\t1\t1\t1\tlow\n"), "line 2: For input string: \"low\"");
    refused(Arrays.copyOf(TWO.toBytes(), 30), "line 1: ");
    refused("plain".getBytes(StandardCharsets.UTF_8), "line 1: ");
  }

  private static void refused(byte[] file, String message) {
    assertThatThrownBy(() -> DocumentLosses.parse(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }
}
