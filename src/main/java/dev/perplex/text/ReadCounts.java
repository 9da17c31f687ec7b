package dev.perplex.text;

import java.io.Serializable;

/**
 * What was read from a source or a range of it.
 *
 * @param documents documents handed out
 * @param emptyDocuments blank documents left out
 * @param badBytes bytes that were not text in the promised encoding
 * @param bytes UTF-8 bytes of the documents handed out, line ends included
 * @param characters code points of the same
 * @param lines lines of the same
 */
public record ReadCounts(
    long documents, long emptyDocuments, long badBytes, long bytes, long characters, long lines)
    implements Serializable {
  public static final ReadCounts NONE = new ReadCounts(0, 0, 0, 0, 0, 0);

  public ReadCounts plus(ReadCounts other) {
    return new ReadCounts(
        documents + other.documents,
        emptyDocuments + other.emptyDocuments,
        badBytes + other.badBytes,
        bytes + other.bytes,
        characters + other.characters,
        lines + other.lines);
  }

  ReadCounts plusDocument(Document document) {
    return plus(new ReadCounts(1, 0, 0, document.bytes(), document.characters(), document.lines()));
  }

  ReadCounts plusEmpty() {
    return plus(new ReadCounts(0, 1, 0, 0, 0, 0));
  }
}
