package dev.perplex.word2vec;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Rows of the binary format: the word, a space, and little-endian floats, with a newline after them
 * (word2vec.c) or without (gensim).
 */
final class VectorsBinaryReader extends VectorsReader {
  private static final VarHandle FLOATS =
      MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);

  VectorsBinaryReader(VectorsInput in, VectorsHeader header) {
    super(in, header);
  }

  @Override
  String place() {
    return "word " + (done() + 1);
  }

  @Override
  String read(float[] row) throws IOException {
    while (in.ahead(1) && in.buffer[in.at] == '\n') {
      in.at++;
    }
    int length = in.until(' ', VectorsHeader.LONGEST_WORD);
    if (length < 0) {
      throw in.refused("%s has no end", place());
    }
    int bytes = row.length * Float.BYTES;
    if (!in.ahead(length + 1 + bytes)) {
      throw cutShort();
    }
    String word = in.utf8(in.at, in.at + length);
    if (word == null) {
      throw notUtf8();
    }
    in.pass(length);
    for (int i = 0; i < row.length; i++) {
      row[i] = (float) FLOATS.get(in.buffer, in.at + i * Float.BYTES);
    }
    in.at += bytes;
    return word;
  }
}
