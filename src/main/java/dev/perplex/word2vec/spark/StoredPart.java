package dev.perplex.word2vec.spark;

import dev.perplex.store.InnerPath;
import java.io.Serializable;

/**
 * A file of rows that one round left for one part of the parameters.
 *
 * @param path below the folder of the rounds
 * @param round how many rounds were done when it was written
 * @param whole whether it holds the values of all rows of the part; else changes of some
 * @param bytes its length
 * @param crc32c of its content
 */
public record StoredPart(String path, int round, boolean whole, long bytes, long crc32c)
    implements Serializable {
  public StoredPart {
    InnerPath.check(path, bytes);
  }
}
