package dev.perplex.word2vec;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/** Tells text from binary by the first row after the header. */
final class VectorsFormat {
  private static final int SAMPLE = 1 << 12; // bytes

  private VectorsFormat() {}

  /**
   * Text is a row with as many fields as numbers, or, for it may be damaged, one that holds only
   * what text may hold.
   */
  static boolean isText(VectorsInput in, int dimension) throws IOException {
    int word = in.until(' ', VectorsHeader.LONGEST_WORD);
    if (word < 0) {
      return true;
    }
    int wanted = word + 1 + (int) Math.min(SAMPLE, (long) dimension * Float.BYTES);
    boolean whole = in.ahead(wanted);
    int start = Math.min(in.at + word + 1, in.limit);
    int end = whole ? in.at + wanted : in.limit;
    int line = start;
    while (line < end && in.buffer[line] != '\n') {
      line++;
    }
    return isPrintable(in, start, end)
        && ((line < end && fields(in, start, line) == dimension) || isUtf8(in, start, line));
  }

  private static boolean isPrintable(VectorsInput in, int start, int end) {
    for (int i = start; i < end; i++) {
      byte next = in.buffer[i];
      if (next >= 0 && next < ' ' && next != '\t' && next != '\n' && next != '\r') {
        return false;
      }
    }
    return true;
  }

  // The sample may end within a character.
  private static boolean isUtf8(VectorsInput in, int start, int end) {
    return !StandardCharsets.UTF_8
        .newDecoder()
        .decode(
            ByteBuffer.wrap(in.buffer, start, end - start), CharBuffer.allocate(end - start), false)
        .isError();
  }

  private static int fields(VectorsInput in, int start, int end) {
    int fields = 0;
    boolean inside = false;
    for (int i = start; i < end; i++) {
      boolean blank = in.buffer[i] >= 0 && in.buffer[i] <= ' ';
      fields += !blank && !inside ? 1 : 0;
      inside = !blank;
    }
    return fields;
  }
}
