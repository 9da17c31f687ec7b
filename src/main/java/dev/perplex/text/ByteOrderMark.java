package dev.perplex.text;

import dev.perplex.provenance.PerplexException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * The mark that a text may begin with.
 *
 * @param charset what the text is in: the promised encoding, its byte order settled by the mark
 * @param length of the mark, in bytes
 */
record ByteOrderMark(Charset charset, int length) {

  /**
   * @param start the first bytes of the text, up to 4
   * @throws PerplexException where the mark is that of another encoding than promised
   */
  static ByteOrderMark read(byte[] start, Charset promised, String name) {
    boolean utf16 = promised.name().startsWith("UTF-16");
    boolean utf32 = promised.name().startsWith("UTF-32");
    ByteOrderMark mark = found(start, utf16);
    if (mark == null) {
      // Java's own decoders would look for a mark again.
      return new ByteOrderMark(
          utf16 || utf32 ? Charset.forName(explicit(promised.name())) : promised, 0);
    }
    String family = mark.charset.name().substring(0, 5);
    boolean agrees =
        mark.charset.equals(promised)
            || (utf16 && family.equals("UTF-1"))
            || (utf32 && family.equals("UTF-3"));
    if (!agrees) {
      throw PerplexException.dataRefused(
          "%s: begins with the byte order mark of %s, but encoding = %s. Set encoding = %s in the"
              + " corpus manifest.",
          name, mark.charset, promised, mark.charset);
    }
    return mark;
  }

  /** The mark of UTF-16LE and two NULs look like that of UTF-32LE: the promise decides. */
  private static ByteOrderMark found(byte[] start, boolean utf16) {
    if (starts(start, 0xEF, 0xBB, 0xBF)) {
      return new ByteOrderMark(StandardCharsets.UTF_8, 3);
    }
    if (!utf16 && starts(start, 0xFF, 0xFE, 0, 0)) {
      return new ByteOrderMark(Charset.forName("UTF-32LE"), 4);
    }
    if (starts(start, 0, 0, 0xFE, 0xFF)) {
      return new ByteOrderMark(Charset.forName("UTF-32BE"), 4);
    }
    if (starts(start, 0xFF, 0xFE)) {
      return new ByteOrderMark(StandardCharsets.UTF_16LE, 2);
    }
    return starts(start, 0xFE, 0xFF) ? new ByteOrderMark(StandardCharsets.UTF_16BE, 2) : null;
  }

  /** Without a mark and without a stated order, Unicode says big-endian. */
  private static String explicit(String name) {
    return name.equals("UTF-16") || name.equals("UTF-32") ? name + "BE" : name;
  }

  private static boolean starts(byte[] bytes, int... mark) {
    if (bytes.length < mark.length) {
      return false;
    }
    for (int i = 0; i < mark.length; i++) {
      if ((bytes[i] & 0xFF) != mark[i]) {
        return false;
      }
    }
    return true;
  }
}
