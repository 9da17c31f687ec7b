package dev.perplex.lm.spark;

import dev.perplex.vocab.IdStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Units of whole documents in order, each of a fixed number of tokens or a little more. */
public final class DocumentUnits implements ScoringUnits {
  private static final long serialVersionUID = 1L;

  /** Tokens of a unit: enough to fill batches, few enough to spread over executors. */
  private static final long UNIT_TOKENS = 16_384;

  private final IdStream ids;
  private final long[] offsets; // [documents + 1], of the first token
  private final int[] firsts; // [units + 1], first document

  private DocumentUnits(IdStream ids, long[] offsets, int[] firsts) {
    this.ids = ids;
    this.offsets = offsets;
    this.firsts = firsts;
  }

  /**
   * @param offsets where each document starts, and where the last ends
   * @param limit tokens after which no further document starts; 0 = none
   */
  public static DocumentUnits of(IdStream ids, long[] offsets, long limit) {
    return of(ids, offsets, limit, UNIT_TOKENS);
  }

  /**
   * Units that were cut when the ids were written.
   *
   * @param offsets where each document starts, and where the last ends
   * @param firsts the first document of each unit, and at the end the number of documents
   */
  public static DocumentUnits of(IdStream ids, long[] offsets, int[] firsts) {
    return new DocumentUnits(ids, offsets.clone(), firsts.clone());
  }

  /** The units up to the one in which this many tokens are reached; 0 = all. */
  public DocumentUnits atMost(long tokens) {
    int units = count();
    if (tokens > 0) {
      units = 0;
      while (units < count() && offsets[firsts[units]] - offsets[0] < tokens) {
        units++;
      }
    }
    return new DocumentUnits(ids, offsets, Arrays.copyOf(firsts, units + 1));
  }

  static DocumentUnits of(IdStream ids, long[] offsets, long limit, long unitTokens) {
    int documents = offsets.length - 1;
    int[] firsts = new int[documents + 1];
    int units = 0;
    int document = 0;
    while (document < documents && (limit == 0 || offsets[document] - offsets[0] < limit)) {
      if (offsets[document] - offsets[firsts[units]] >= unitTokens) {
        firsts[++units] = document;
      }
      document++;
    }
    if (document > 0) {
      firsts[++units] = document;
    }
    return new DocumentUnits(ids, offsets.clone(), Arrays.copyOf(firsts, units + 1));
  }

  @Override
  public int count() {
    return firsts.length - 1;
  }

  @Override
  public int firstDocument(int unit) {
    return firsts[unit];
  }

  @Override
  public List<int[]> read(int unit) {
    List<int[]> documents = new ArrayList<>();
    for (int document = firsts[unit]; document < firsts[unit + 1]; document++) {
      long from = offsets[document];
      documents.add(ids.read(from, Math.toIntExact(offsets[document + 1] - from)));
    }
    return documents;
  }
}
