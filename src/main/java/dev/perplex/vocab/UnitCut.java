package dev.perplex.vocab;

/**
 * Cuts a shard's documents into scoring units: runs of whole documents that are always scored
 * together, in the same batch shapes. The cut is made once, when ids are written, and depends on
 * the documents alone; so a perplexity is the same whatever the number of executors.
 */
public final class UnitCut {
  /** A unit is full at this many tokens ... */
  private static final long TOKENS = 16_384;

  /** ... or documents. */
  private static final int DOCUMENTS = 512;

  private long unit;
  private long tokens;
  private int documents;

  /** The unit of the shard's next document. */
  public long next(long documentTokens) {
    if (documents > 0 && (documents == DOCUMENTS || tokens + documentTokens > TOKENS)) {
      unit++;
      documents = 0;
      tokens = 0;
    }
    documents++;
    tokens += documentTokens;
    return unit;
  }
}
