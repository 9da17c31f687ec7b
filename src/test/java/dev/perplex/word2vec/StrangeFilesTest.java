package dev.perplex.word2vec;

import dev.perplex.strangers.StrangeFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Word vectors of strangers. */
class StrangeFilesTest {
  private static void read(byte[] bytes) throws IOException {
    try (VectorsReader rows = VectorsReader.open(new ByteArrayInputStream(bytes), "vectors")) {
      float[] row = new float[rows.dimension()];
      while (rows.next()) {
        rows.copy(row, 0);
      }
    }
  }

  private static byte[] written(String name) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (VectorsWriter writer = VectorsWriter.named(name, out, 30, 4)) {
      for (int i = 0; i < 30; i++) {
        writer.row("word" + i, new float[] {i, -i / 3f, 1e-7f * i, 0}, 0);
      }
    }
    return out.toByteArray();
  }

  @Test
  void vectorsAreReadOrRefused() throws IOException {
    byte[] text = written("vectors.txt");
    byte[] binary = written("vectors.bin");
    byte[] glove = "the 0.1 0.2\nof 0.3 -4e-3\n".getBytes(StandardCharsets.UTF_8);
    StrangeFiles.meet(
        "vectors", StrangeFilesTest::read, text, binary, glove, StrangeFiles.gzip(binary));
  }
}
