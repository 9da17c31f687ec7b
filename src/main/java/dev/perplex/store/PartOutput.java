package dev.perplex.store;

import dev.perplex.provenance.Fingerprint;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;

/** A part file while it is written: counts and digests what passes. */
public final class PartOutput extends OutputStream {
  private final String name;
  private final String path;
  private final OutputStream out;
  private final MessageDigest digest = Fingerprint.digest();
  private long bytes;

  PartOutput(String name, String path, Location location) {
    this.name = name;
    this.path = path;
    this.out = new BufferedOutputStream(new DigestOutputStream(location.create(), digest), 1 << 16);
  }

  /** The file of one try of a task, in a folder. */
  static PartOutput of(Location folder, String name, int tries) {
    String path = tries == 0 ? name : name + ".try-" + tries;
    return new PartOutput(name, path, folder.child(path));
  }

  @Override
  public void write(int value) throws IOException {
    out.write(value);
    bytes++;
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    out.write(buffer, offset, length);
    bytes += length;
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  public long position() {
    return bytes;
  }

  /** What the manifest says of the file; call it once, after {@link #close()}. */
  public PartFile finished(Map<String, Long> counts) {
    return new PartFile(name, path, bytes, HexFormat.of().formatHex(digest.digest()), counts);
  }
}
