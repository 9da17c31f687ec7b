package dev.perplex.text;

import dev.perplex.provenance.ExitCode;
import dev.perplex.provenance.PerplexException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;

/**
 * Turns a failure to read into the message for the user at the layer where it happened: storage
 * that fails is to be tried again, an archive that is damaged is to be refused, and both show as an
 * {@link IOException}.
 */
final class GuardedStream extends FilterInputStream {
  private final Function<IOException, PerplexException> message;

  private GuardedStream(InputStream in, Function<IOException, PerplexException> message) {
    super(in);
    this.message = message;
  }

  static InputStream storage(InputStream in, String name) {
    return new GuardedStream(
        in,
        e ->
            PerplexException.failed(
                e, "%s: cannot be read: %s. Check the storage and try again.", name, reason(e)));
  }

  static InputStream packed(InputStream in, String name) {
    return new GuardedStream(in, e -> damaged(name, e));
  }

  static PerplexException damaged(String name, Exception e) {
    return new PerplexException(
        ExitCode.DATA_REFUSED,
        name + ": cannot be unpacked: " + reason(e) + ". Fetch the file again.",
        e);
  }

  @Override
  public int read() throws IOException {
    try {
      return in.read();
    } catch (IOException e) {
      throw message.apply(e);
    }
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    try {
      return in.read(buffer, offset, length);
    } catch (IOException e) {
      throw message.apply(e);
    }
  }

  private static String reason(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
