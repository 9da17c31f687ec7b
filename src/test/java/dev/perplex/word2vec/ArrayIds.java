package dev.perplex.word2vec;

import dev.perplex.vocab.IdStream;
import java.util.Arrays;
import java.util.Objects;

/** Ids in memory. */
public class ArrayIds implements IdStream {
  private static final long serialVersionUID = 1L;

  private final int[] ids;

  public ArrayIds(int... ids) {
    this.ids = ids;
  }

  @Override
  public long size() {
    return ids.length;
  }

  @Override
  public int[] read(long from, int length) {
    Objects.checkFromIndexSize(from, length, ids.length);
    return Arrays.copyOfRange(ids, (int) from, (int) from + length);
  }
}
