package dev.perplex.store;

import dev.perplex.provenance.Fingerprint;
import dev.perplex.provenance.PerplexException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;

/**
 * A part file while it is written: counts and digests what passes. Where storage fails once, the
 * part has failed: what its writers still try, such as to flush when they are closed, fails too,
 * and no record of it can be had.
 */
public final class PartOutput extends OutputStream {
  private final String name;
  private final String path;
  private final Location location;
  private final OutputStream file;
  private final OutputStream out;
  private final MessageDigest digest = Fingerprint.digest();
  private long bytes;
  private boolean closed;
  private PerplexException failed; // null while all went well

  PartOutput(String name, String path, Location location) {
    this.name = name;
    this.path = path;
    this.location = location;
    this.file = location.create();
    this.out = new BufferedOutputStream(new DigestOutputStream(file, digest), 1 << 16);
  }

  /** The file of one try of a task, in a folder. */
  static PartOutput of(Location folder, String name, int tries) {
    String path = tries == 0 ? name : name + ".try-" + tries;
    return new PartOutput(name, path, folder.child(path));
  }

  private interface Step {
    void run() throws IOException;
  }

  private void step(Step step) {
    if (failed != null) {
      throw failed;
    }
    try {
      step.run();
    } catch (IOException e) {
      failed = location.unable("written", e);
      throw failed;
    }
  }

  @Override
  public void write(int value) {
    step(() -> out.write(value));
    bytes++;
  }

  @Override
  public void write(byte[] buffer, int offset, int length) {
    step(() -> out.write(buffer, offset, length));
    bytes += length;
  }

  @Override
  public void flush() {
    step(out::flush);
  }

  /** Ends the file; of one that has failed already nothing more is written. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (failed == null) {
      try {
        out.flush(); // closing a buffer closes what is below it even where its flush has failed
        file.close();
        return;
      } catch (IOException e) {
        failed = location.unable("written", e);
      }
      Location.discard(file);
      throw failed;
    }
    Location.discard(file);
  }

  public long position() {
    return bytes;
  }

  /**
   * What the manifest says of the file; call it once, after {@link #close()}.
   *
   * @throws PerplexException where it could not be written
   */
  public PartFile finished(Map<String, Long> counts) {
    if (failed != null) {
      throw failed;
    }
    if (!closed) {
      throw new IllegalStateException(path + " is still being written");
    }
    return new PartFile(name, path, bytes, HexFormat.of().formatHex(digest.digest()), counts);
  }
}
