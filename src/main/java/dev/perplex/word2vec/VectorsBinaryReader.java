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

  private boolean parted; // whether a newline follows each row: known from the second on

  VectorsBinaryReader(VectorsInput in, VectorsHeader header) {
    super(in, header);
  }

  @Override
  String place(int row) {
    return "word " + (row + 1);
  }

  /** After a space in a word nothing stands where it is looked for. */
  @Override
  String suspicion(int row) {
    return row == 0
        ? ""
        : ", or a word before it holds a space (write spaces in words as _ or U+2581)";
  }

  @Override
  String read(float[] row) throws IOException {
    int lineEnds = 0;
    while (in.ahead(1) && in.buffer[in.at] == '\n') {
      lineEnds++;
      in.at++;
    }
    if (done() == 1) {
      parted = lineEnds > 0;
    }
    if (done() > 1 && parted && lineEnds == 0) {
      throw in.refused("%s does not start a line as those before it%s", place(), suspicion(done()));
    }
    int length = in.until(' ', VectorsHeader.LONGEST_WORD);
    if (length < 0) {
      throw in.refused("%s has no end%s", place(), suspicion(done()));
    }
    for (int i = in.at; i < in.at + length; i++) {
      if (in.buffer[i] == '\n') {
        throw in.refused("%s holds a line end%s", place(), suspicion(done()));
      }
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
