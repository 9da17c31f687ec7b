package dev.perplex.lm;

import dev.perplex.vocab.IdStream;
import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * An id stream in memory.
 *
 * @param document tokens of each document but perhaps the last
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Ids(int[] ids, int document) implements IdStream {

  /** One document. */
  public Ids(int[] ids) {
    this(ids, Integer.MAX_VALUE);
  }

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

  @Override
  public int[] documents(long from, int length) {
    return LongStream.range(from, from + length)
        .filter(place -> place % document == 0)
        .mapToInt(place -> Math.toIntExact(place - from))
        .toArray();
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
