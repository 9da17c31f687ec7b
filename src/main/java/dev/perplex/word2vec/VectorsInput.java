package dev.perplex.word2vec;

import dev.perplex.provenance.ExitCode;
import dev.perplex.provenance.PerplexException;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The bytes of a vectors file, unpacked where they start as gzip does, with as much in memory as
 * the reader looks ahead: {@code buffer[at..limit)} are the next bytes.
 */
final class VectorsInput implements Closeable {
  private static final int CHUNK = 1 << 18;

  private final InputStream in;
  final String name;
  byte[] buffer = new byte[CHUNK];
  int at;
  int limit;

  VectorsInput(InputStream stored, String name) throws IOException {
    this.name = name;
    PushbackInputStream start = new PushbackInputStream(stored, 2);
    byte[] magic = start.readNBytes(2);
    start.unread(magic);
    boolean packed = magic.length == 2 && magic[0] == 0x1f && magic[1] == (byte) 0x8b;
    this.in = packed ? unpacked(start) : start;
  }

  private InputStream unpacked(InputStream packed) throws IOException {
    try {
      return new GZIPInputStream(new EndlessStream(packed), 1 << 16);
    } catch (ZipException | EOFException e) {
      throw damaged(e);
    }
  }

  // The JDK's stream takes the end of a member for the end of the file where the stream below says
  // that nothing is available, as streams from object stores may.
  private static final class EndlessStream extends FilterInputStream {
    EndlessStream(InputStream in) {
      super(in);
    }

    @Override
    public int available() {
      return 1;
    }
  }

  /** Reads on; false at the end of the file. What is ahead may move to another place. */
  private boolean more() throws IOException {
    if (at > 0) {
      System.arraycopy(buffer, at, buffer, 0, limit - at);
      limit -= at;
      at = 0;
    }
    if (limit == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * buffer.length);
    }
    try {
      int read = in.read(buffer, limit, buffer.length - limit);
      limit += Math.max(read, 0);
      return read > 0;
    } catch (ZipException | EOFException e) {
      throw damaged(e);
    }
  }

  /** Whether so many bytes are ahead. */
  boolean ahead(int count) throws IOException {
    while (limit - at < count) {
      if (!more()) {
        return false;
      }
    }
    return true;
  }

  /**
   * How many bytes are ahead before the next such byte, or before the end of the file where there
   * is none; -1 where more than {@code most} are.
   */
  int until(int end, int most) throws IOException {
    int seen = 0;
    while (seen <= most) {
      for (int last = limit - at; seen < last; seen++) {
        if (buffer[at + seen] == end) {
          return seen <= most ? seen : -1;
        }
      }
      if (!more()) {
        return seen <= most ? seen : -1;
      }
    }
    return -1;
  }

  /** Passes over the bytes and, if the file goes on, over the one that ends them. */
  void pass(int count) {
    at = Math.min(at + count + 1, limit);
  }

  /** Whether only white space is left. */
  boolean ended() throws IOException {
    while (ahead(1)) {
      byte next = buffer[at];
      if (next != '\n' && next != '\r' && next != ' ' && next != '\t') {
        return false;
      }
      at++;
    }
    return true;
  }

  /** Text of the next bytes; null where they are not UTF-8. */
  String utf8(int from, int to) {
    String text = new String(buffer, from, to - from, StandardCharsets.UTF_8);
    if (text.indexOf('\uFFFD') >= 0) {
      byte[] again = text.getBytes(StandardCharsets.UTF_8);
      return Arrays.equals(again, 0, again.length, buffer, from, to) ? text : null;
    }
    return text;
  }

  PerplexException refused(String complaint, Object... arguments) {
    return PerplexException.dataRefused(
        "%s %s. %s", name, String.format(complaint, arguments), VectorsHeader.WAY_OUT);
  }

  private PerplexException damaged(IOException e) {
    return new PerplexException(
        ExitCode.DATA_REFUSED,
        name + " cannot be unpacked: " + e.getMessage() + ". Fetch or write it again.",
        e);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
