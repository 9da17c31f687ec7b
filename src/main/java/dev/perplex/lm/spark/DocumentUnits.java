package dev.perplex.lm.spark;

import dev.perplex.vocab.IdStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Units of whole documents in order, cut when the ids were written. */
public final class DocumentUnits implements ScoringUnits {
  private static final long serialVersionUID = 1L;

  private final IdStream ids;
  private final long[] offsets; // [documents + 1], of the first token
  private final int[] firsts; // [units], first document
  private final int[] ends; // [units], the document after the last

  private DocumentUnits(IdStream ids, long[] offsets, int[] firsts, int[] ends) {
    this.ids = ids;
    this.offsets = offsets;
    this.firsts = firsts;
    this.ends = ends;
  }

  /**
   * @param offsets where each document starts, and where the last ends
   * @param firsts the first document of each unit, and at the end the number of documents
   */
  public static DocumentUnits of(IdStream ids, long[] offsets, int[] firsts) {
    return new DocumentUnits(
        ids,
        offsets.clone(),
        Arrays.copyOf(firsts, firsts.length - 1),
        Arrays.copyOfRange(firsts, 1, firsts.length));
  }

  /**
   * Evenly spaced units of about this many tokens in all, at least one; 0 = all units. A split may
   * be sorted, so that its beginning says little of the rest.
   */
  public DocumentUnits about(long tokens) {
    long all = offsets[offsets.length - 1] - offsets[0];
    if (tokens == 0 || tokens >= all || count() < 2) {
      return this;
    }
    int kept = Math.toIntExact(Math.max(1, Math.round((double) count() * tokens / all)));
    int[] keptFirsts = new int[kept];
    int[] keptEnds = new int[kept];
    for (int i = 0; i < kept; i++) {
      int unit = Math.toIntExact((long) i * count() / kept);
      keptFirsts[i] = firsts[unit];
      keptEnds[i] = ends[unit];
    }
    return new DocumentUnits(ids, offsets, keptFirsts, keptEnds);
  }

  @Override
  public int count() {
    return firsts.length;
  }

  @Override
  public int firstDocument(int unit) {
    return firsts[unit];
  }

  @Override
  public long documents() {
    long documents = 0;
    for (int unit = 0; unit < firsts.length; unit++) {
      documents += ends[unit] - firsts[unit];
    }
    return documents;
  }

  @Override
  public List<int[]> read(int unit) {
    long start = offsets[firsts[unit]];
    int[] all = ids.read(start, Math.toIntExact(offsets[ends[unit]] - start));
    List<int[]> documents = new ArrayList<>();
    for (int document = firsts[unit]; document < ends[unit]; document++) {
      documents.add(
          Arrays.copyOfRange(
              all,
              Math.toIntExact(offsets[document] - start),
              Math.toIntExact(offsets[document + 1] - start)));
    }
    return documents;
  }
}
