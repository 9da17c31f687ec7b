package dev.perplex.store;

import java.io.Serializable;

/**
 * A file that nobody changes once it is written, and how to see that nobody did.
 *
 * @param path below the folder of its {@link SealedFiles}
 * @param bytes its length
 * @param crc32c of its content
 */
public record SealedFile(String path, long bytes, long crc32c) implements Serializable {
  public SealedFile {
    InnerPath.check(path, bytes);
  }
}
