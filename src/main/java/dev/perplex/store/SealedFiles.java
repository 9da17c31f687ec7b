package dev.perplex.store;

import dev.perplex.provenance.PerplexException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * Files of a folder that tasks write, each to a path of its own: one that Spark runs twice leaves
 * two files, of which one is named by whoever asked for it.
 */
public final class SealedFiles implements Serializable {
  private static final long serialVersionUID = 1L;

  private final OwnedFolder owned;
  private final Location folder;

  public SealedFiles(OwnedFolder folder) {
    this.owned = folder;
    this.folder = folder.location();
  }

  public Location folder() {
    return folder;
  }

  /** Writes a new file of this owner's, whose path there starts with {@code name}. */
  public SealedFile write(String name, byte[] bytes) {
    String path = owned.path(name) + "-" + UUID.randomUUID().toString().substring(0, 8);
    folder.child(path).writeBytes(bytes);
    return new SealedFile(path, bytes.length, crc(bytes));
  }

  /** Whether the file's content is what was written. */
  public boolean isSound(SealedFile file) {
    try {
      return read(file).length == file.bytes();
    } catch (PerplexException e) {
      return false;
    }
  }

  /**
   * @throws PerplexException where the content is not what was written
   */
  public byte[] read(SealedFile file) {
    Location place = folder.child(file.path());
    byte[] bytes;
    try (InputStream in = place.open()) {
      bytes = in.readNBytes(Math.toIntExact(file.bytes()));
    } catch (IOException e) {
      throw PerplexException.failed(e, "%s cannot be read: %s.", place, e.getMessage());
    }
    if (bytes.length != file.bytes() || crc(bytes) != file.crc32c()) {
      throw PerplexException.dataRefused(
          "%s is not what was written there (cut short or changed). Start the stage anew with"
              + " --force.",
          place);
    }
    return bytes;
  }

  public void delete(SealedFile file) {
    folder.child(file.path()).delete();
  }

  private static long crc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return crc.getValue();
  }
}
