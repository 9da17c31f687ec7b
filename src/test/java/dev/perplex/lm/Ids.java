package dev.perplex.lm;

import dev.perplex.vocab.IdStream;
import java.util.Arrays;

/** An id stream in memory. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Ids(int[] ids) implements IdStream {

  @Override
  public long size() {
    return ids.length;
  }

  @Override
  public int[] read(long from, int length) {
    if (from < 0 || from + length > ids.length) {
      throw new IndexOutOfBoundsException(from + " + " + length + " of " + ids.length);
    }
    return Arrays.copyOfRange(ids, Math.toIntExact(from), Math.toIntExact(from + length));
  }

  /** {@code 1 2 3 ... period 1 2 ...}: the next word is always known, a word alone never. */
  public static Ids repeating(int length, int period) {
    int[] ids = new int[length];
    for (int i = 0; i < length; i++) {
      ids[i] = 1 + i % period;
    }
    return new Ids(ids);
  }
}
