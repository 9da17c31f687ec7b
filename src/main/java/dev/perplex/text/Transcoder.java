package dev.perplex.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Text of any encoding as UTF-8, so that lines are found in one way only. For encodings in which a
 * byte 0x0A need not be a line end; those in which it is are read directly.
 */
final class Transcoder extends InputStream {
  private static final int CHUNK = 1 << 14;

  private final InputStream in;
  private final CharsetDecoder decoder;
  private final BadByteRule badBytes;
  private final int longest; // bytes of a malformed sequence
  private final ByteBuffer raw = ByteBuffer.allocate(CHUNK).limit(0);
  private final CharBuffer chars = CharBuffer.allocate(CHUNK);
  private byte[] ready = new byte[0]; // UTF-8
  private int at; // in ready
  private long rawStart; // offset in the source of the buffer's first byte
  private boolean drained; // the source has ended
  private boolean flushed; // and so has the decoder

  Transcoder(InputStream in, Charset charset, long start, BadByteRule badBytes) {
    this.in = in;
    this.rawStart = start;
    this.badBytes = badBytes;
    this.longest = charset.name().startsWith("UTF-16") ? 2 : Integer.MAX_VALUE;
    this.decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    while (at == ready.length) {
      if (flushed) {
        return -1;
      }
      decode();
    }
    int count = Math.min(length, ready.length - at);
    System.arraycopy(ready, at, buffer, offset, count);
    at += count;
    return count;
  }

  private void decode() throws IOException {
    CoderResult result = decoder.decode(raw, chars, drained);
    if (result.isError()) {
      int bad = raw.position();
      // The JDK counts the good character after a lone surrogate of UTF-16 as malformed too.
      int length = Math.min(result.length(), longest);
      if (!chars.hasRemaining()) {
        handOver();
        return; // the decoder meets the same bytes again
      }
      chars.put(badBytes.repair(raw.get(bad), rawStart + bad, length));
      raw.position(bad + length);
    } else if (result.isUnderflow() && drained) {
      flushed = decoder.flush(chars).isUnderflow();
    } else if (result.isUnderflow()) {
      fill();
    }
    handOver();
  }

  /** A decoder never ends a step between two surrogates. */
  private void handOver() {
    ready = chars.flip().toString().getBytes(StandardCharsets.UTF_8);
    chars.clear();
    at = 0;
  }

  private void fill() throws IOException {
    rawStart += raw.position();
    raw.compact();
    int count = in.read(raw.array(), raw.position(), raw.remaining());
    if (count < 0) {
      drained = true;
    } else {
      raw.position(raw.position() + count);
    }
    raw.flip();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
