package dev.perplex.store;

import dev.perplex.provenance.PerplexException;
import java.io.IOException;
import java.io.InputStream;

/** Copies a part file and checks, while it passes, that it is what its record says. */
public final class PartCopy {
  private PartCopy() {}

  /**
   * @param from where the file lies
   * @param file what it must be
   * @param out closed at the end
   * @throws PerplexException exit code 20, where length or checksum differ
   */
  public static PartFile of(Location from, PartFile file, PartOutput out) {
    try (out;
        InputStream in = from.open()) {
      in.transferTo(out);
    } catch (IOException e) {
      throw from.unable("copied", e);
    }
    PartFile copy = out.finished(file.counts());
    if (copy.bytes() != file.bytes() || !copy.sha256().equals(file.sha256())) {
      throw PerplexException.dataRefused(
          "%s is not what was written there (cut short or changed). Make it again.", from);
    }
    return copy;
  }
}
