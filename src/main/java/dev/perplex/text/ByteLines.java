package dev.perplex.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The lines of a byte stream in an encoding in which the bytes 0x0A and 0x0D are line ends and
 * nothing else. \n, \r\n and \r end a line; a last line needs no end. Holds one chunk and one line,
 * and no line that is longer than allowed.
 */
final class ByteLines implements AutoCloseable {
  private static final int CHUNK = 1 << 16;

  private final InputStream in;
  private final Charset charset;
  private final boolean utf8;
  private final BadByteRule badBytes;
  private final long maxCharacters; // of a line, its end not counted
  private final byte[] chunk = new byte[CHUNK];
  private long chunkStart; // offset in the source of the chunk's first byte
  private int at; // in the chunk
  private int limit; // of the chunk
  private byte[] pending = new byte[CHUNK]; // a line's bytes from earlier chunks
  private int pendingLength;
  private long nextStart; // of the next line
  private long lineStart;
  private long contentStart; // the same, a byte order mark passed over
  private long characters; // of the line so far
  private String text;

  /**
   * @param start the offset in the source at which the first line begins
   * @param mark bytes of it that were taken from the stream already
   */
  ByteLines(
      InputStream in,
      Charset charset,
      long start,
      int mark,
      long maxCharacters,
      BadByteRule badBytes) {
    this.in = in;
    this.charset = charset;
    this.utf8 = charset.equals(StandardCharsets.UTF_8);
    this.nextStart = start;
    this.chunkStart = start + mark;
    this.maxCharacters = maxCharacters;
    this.badBytes = badBytes;
  }

  /** The offset at which the next line begins. */
  long position() {
    return nextStart;
  }

  /** The offset of the current line. */
  long start() {
    return lineStart;
  }

  /** The current line without its end, or null where it is longer than allowed. */
  String text() {
    return text;
  }

  /** Moves to the next line; false at the end. Not to be called again after a line too long. */
  boolean next() {
    boolean found = read();
    nextStart = chunkStart + at;
    return found;
  }

  private boolean read() {
    lineStart = nextStart;
    contentStart = chunkStart + at;
    pendingLength = 0;
    characters = 0;
    text = null;
    while (at < limit || fill()) {
      int from = at;
      int end = lineEnd();
      characters += characters(from, end);
      if (characters > maxCharacters || (long) pendingLength + end - from > 4 * maxCharacters) {
        return true;
      }
      if (end < limit) {
        text = line(from, end);
        skipLineEnd(end);
        return true;
      }
      keep(from, end);
      at = end;
    }
    if (pendingLength == 0) {
      return false;
    }
    text = decode(pending, 0, pendingLength);
    return true;
  }

  /** Passes the rest of a line without holding it. */
  void skipLine() {
    pass();
    nextStart = chunkStart + at;
  }

  private void pass() {
    while (at < limit || fill()) {
      int end = lineEnd();
      if (end < limit) {
        skipLineEnd(end);
        return;
      }
      at = end;
    }
  }

  private int lineEnd() {
    int end = at;
    while (end < limit && chunk[end] != '\n' && chunk[end] != '\r') {
      end++;
    }
    return end;
  }

  /** Filling may overwrite the chunk, so the line must have been taken from it. */
  private void skipLineEnd(int end) {
    at = end + 1;
    if (chunk[end] == '\r' && (at < limit || fill()) && chunk[at] == '\n') {
      at++;
    }
  }

  private int characters(int from, int end) {
    if (!utf8) {
      return end - from;
    }
    int count = 0;
    for (int i = from; i < end; i++) {
      count += (chunk[i] & 0xC0) == 0x80 ? 0 : 1; // the bytes that begin a character
    }
    return count;
  }

  private String line(int from, int end) {
    if (pendingLength == 0) {
      return decode(chunk, from, end - from);
    }
    keep(from, end);
    return decode(pending, 0, pendingLength);
  }

  private void keep(int from, int end) {
    int length = end - from;
    if (pendingLength + length > pending.length) {
      pending = Arrays.copyOf(pending, Math.max(pendingLength + length, 2 * pending.length));
    }
    System.arraycopy(chunk, from, pending, pendingLength, length);
    pendingLength += length;
  }

  /**
   * The JDK's own decoding of arrays is several times faster than a decoder that reports, and marks
   * what it replaced.
   */
  private String decode(byte[] bytes, int from, int length) {
    String decoded = new String(bytes, from, length, charset);
    return decoded.indexOf('\uFFFD') < 0 ? decoded : decodeCarefully(bytes, from, length);
  }

  private String decodeCarefully(byte[] bytes, int from, int length) {
    CharsetDecoder decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes, from, length);
    CharBuffer out =
        CharBuffer.allocate(length); // no charset read here makes more chars than bytes
    for (CoderResult result = decoder.decode(in, out, true);
        result.isError();
        result = decoder.decode(in, out, true)) {
      int bad = in.position();
      out.put(badBytes.repair(bytes[bad], contentStart + bad - from, result.length()));
      in.position(bad + result.length());
    }
    return out.flip().toString();
  }

  private boolean fill() {
    chunkStart += limit;
    at = 0;
    limit = 0;
    try {
      limit = Math.max(0, in.read(chunk, 0, CHUNK));
    } catch (IOException e) {
      throw new UncheckedIOException("streams here are guarded", e);
    }
    return limit > 0;
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw new UncheckedIOException("streams here are guarded", e);
    }
  }
}
