package dev.perplex.store;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.List;

/**
 * Where the documents of one split lie in its id stream, how long their raw texts are, and which
 * are scored together. Read on the driver: 24 bytes a document, never the text.
 */
public final class DocumentIndex {
  private final long[] offsets; // [documents + 1], first id of each document, and the end
  private final long[] characters; // [documents]
  private final long[] bytes; // [documents]
  private final int[] unitFirsts; // [units + 1], first document of each scoring unit, and the end

  private DocumentIndex(long[] offsets, long[] characters, long[] bytes, int[] unitFirsts) {
    this.offsets = offsets;
    this.characters = characters;
    this.bytes = bytes;
    this.unitFirsts = unitFirsts;
  }

  /**
   * @param split its label
   */
  public static DocumentIndex read(Artefact ids, String split) {
    LongArrayList offsets = new LongArrayList();
    LongArrayList characters = new LongArrayList();
    LongArrayList bytes = new LongArrayList();
    IntArrayList firsts = new IntArrayList();
    List<PartFile> parts = ids.files(split + "/", Tables.INDEX);
    long end = 0;
    for (PartFile part : parts) {
      long unit = -1;
      try (TableReader rows = new TableReader(Tables.DOCUMENT_INDEX, ids, part)) {
        while (rows.hasNext()) {
          Object[] row = rows.next();
          if ((Long) row[5] != unit) {
            unit = (Long) row[5];
            firsts.add(offsets.size());
          }
          offsets.add(end);
          end += (Long) row[2];
          characters.add((long) (Long) row[3]);
          bytes.add((long) (Long) row[4]);
        }
      }
    }
    firsts.add(offsets.size());
    offsets.add(end);
    return new DocumentIndex(
        offsets.toLongArray(), characters.toLongArray(), bytes.toLongArray(), firsts.toIntArray());
  }

  public int documents() {
    return characters.length;
  }

  public long characters(int document) {
    return characters[document];
  }

  public long bytes(int document) {
    return bytes[document];
  }

  /** A copy: where each document starts in the stream, and at the end where the last one ends. */
  public long[] offsets() {
    return offsets.clone();
  }

  /** A copy: the first document of each scoring unit, and at the end the number of documents. */
  public int[] unitFirsts() {
    return unitFirsts.clone();
  }
}
