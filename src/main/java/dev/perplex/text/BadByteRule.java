package dev.perplex.text;

import dev.perplex.provenance.PerplexException;
import dev.perplex.text.PrepareSettings.BadBytes;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** What becomes of bytes that are not text in the promised encoding, and how many there were. */
final class BadByteRule {
  private final String name;
  private final Charset promised;
  private final BadBytes policy;
  private final String advice; // how a user names another encoding
  private long count;

  BadByteRule(String name, Charset promised, BadBytes policy, String advice) {
    this.name = name;
    this.promised = promised;
    this.policy = policy;
    this.advice = advice;
  }

  /**
   * The text that stands for the bytes.
   *
   * @param first the first of the bytes
   * @param offset its place in the (unpacked) source
   * @param length of the malformed sequence, in bytes
   */
  String repair(byte first, long offset, int length) {
    count += length;
    return switch (policy) {
      case REPLACE -> "\uFFFD";
      case DROP -> "";
      case REFUSE ->
          throw PerplexException.dataRefused(
              "%s: byte 0x%02X at offset %d is not %s. %s (%s?) or pass --set"
                  + " prepare.bad-bytes=replace.",
              name, first & 0xFF, offset, promised, advice, guess());
    };
  }

  long count() {
    return count;
  }

  private String guess() {
    return promised.equals(StandardCharsets.UTF_8) ? "ISO-8859-1" : "UTF-8";
  }
}
