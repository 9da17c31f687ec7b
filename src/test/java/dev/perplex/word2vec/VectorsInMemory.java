package dev.perplex.word2vec;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Vectors written to memory in both formats, and read from there. */
final class VectorsInMemory {
  /** Words and numbers that a format may stumble over. */
  static final WordVectors ODD =
      new WordVectors(
          List.of("<unk>", "<eos>", " ", "\u2581", "\\u2581", "a\tb\n", "\u5b57", "  ", "\\"),
          2,
          new float[] {
            0, -0.0f, 1e-10f, -2.5f, 0.1f, 3e38f, Float.MIN_VALUE, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 1
          });

  private VectorsInMemory() {}

  static byte[] text(WordVectors vectors) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    VectorsText.write(vectors, out);
    return out.toByteArray();
  }

  static byte[] binary(WordVectors vectors) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    VectorsBinary.write(vectors, out);
    return out.toByteArray();
  }

  static WordVectors readText(String text) throws IOException {
    return readText(text.getBytes(StandardCharsets.UTF_8));
  }

  static WordVectors readText(byte[] bytes) throws IOException {
    return VectorsText.read(new ByteArrayInputStream(bytes), "v.txt");
  }

  static WordVectors readBinary(byte[] bytes) throws IOException {
    return VectorsBinary.read(new ByteArrayInputStream(bytes), "v.bin");
  }

  static WordVectors readAny(byte[] bytes) throws IOException {
    return VectorsReader.open(new ByteArrayInputStream(bytes), "v").vectors();
  }
}
