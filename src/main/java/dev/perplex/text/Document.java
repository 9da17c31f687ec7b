package dev.perplex.text;

import java.io.Serializable;

/**
 * The unit that is de-duplicated, split and scored.
 *
 * @param id {@code NAME#OFFSET}; sorting by it gives the order in the source
 * @param text its lines, in NFC, with \n between them and none at the end: a text always has one
 *     line more than it has \n
 */
public record Document(String id, String text) implements Serializable {

  /** Whether it holds nothing but white space. */
  public boolean isBlank() {
    return WhiteSpace.only(text);
  }

  /** UTF-8 bytes of the text, the last line's end included. */
  public long bytes() {
    long bytes = 1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        bytes++;
      } else if (c < 0x800 || Character.isSurrogate(c)) {
        bytes += 2; // a pair of surrogates takes 4
      } else {
        bytes += 3;
      }
    }
    return bytes;
  }

  /** Code points of the text, the last line's end included. */
  public long characters() {
    return text.codePointCount(0, text.length()) + 1L;
  }

  long lines() {
    long lines = 1;
    for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
      lines++;
    }
    return lines;
  }
}
