package dev.perplex.ngram;

import dev.perplex.vocab.Vocabulary;
import java.util.Arrays;

/**
 * Windows of text, each with how often it stands: the word, and the words before it as far as the
 * order reaches. What would lie before a sentence's start is {@code <eos>}. A row's columns are in
 * the order {@code context 1, word, context 2, context 3, ...}, context 1 being the word just
 * before: sorted so, the n-grams of every order that end in the same words lie together, and so do
 * those that a shard needs.
 */
public final class Windows {
  private final int order;
  private final int[][] columns; // [order][rows]
  private long[] counts;
  private int rows;

  /**
   * @param order at least 2: a single word has no context
   */
  public Windows(int order, int room) {
    if (order < 2) {
      throw new IllegalArgumentException("windows of " + order + " words");
    }
    this.order = order;
    this.columns = new int[order][Math.max(1, room)];
    this.counts = new long[Math.max(1, room)];
  }

  public int order() {
    return order;
  }

  public int rows() {
    return rows;
  }

  /** The column's number of a row. */
  public int at(int column, int row) {
    return columns[column][row];
  }

  public long count(int row) {
    return counts[row];
  }

  /**
   * Counts the windows that end in a stretch of text.
   *
   * @param ids the stretch, after some of what lies before it
   * @param first where the stretch starts; before it lie order - 1 ids, or all that the text has
   */
  public void read(int[] ids, int first) {
    for (int at = first; at < ids.length; at++) {
      int row = next();
      columns[1][row] = ids[at];
      boolean started = false; // whether the sentence's start is passed, going back
      for (int back = 1; back < order; back++) {
        started |= at - back < 0 || ids[at - back] == Vocabulary.EOS_ID;
        columns[back == 1 ? 0 : back][row] = started ? Vocabulary.EOS_ID : ids[at - back];
      }
      counts[row] = 1;
    }
  }

  /** Makes room for a row more, and tells its number. */
  private int next() {
    if (rows == counts.length) {
      int room = Math.max(1024, Math.multiplyExact(rows, 3) / 2);
      for (int column = 0; column < order; column++) {
        columns[column] = Arrays.copyOf(columns[column], room);
      }
      counts = Arrays.copyOf(counts, room);
    }
    return rows++;
  }

  /** Sorted, and equal windows counted together. */
  public Windows combined() {
    int[] sorted = new RadixSort().order(columns, rows, largest());
    Windows all = new Windows(order, rows);
    for (int row : sorted) {
      int last = all.rows - 1;
      if (last >= 0 && same(row, all, last)) {
        all.counts[last] += counts[row];
      } else {
        int next = all.next();
        for (int column = 0; column < order; column++) {
          all.columns[column][next] = columns[column][row];
        }
        all.counts[next] = counts[row];
      }
    }
    return all;
  }

  private int largest() {
    int largest = 0;
    for (int[] column : columns) {
      for (int row = 0; row < rows; row++) {
        largest = Math.max(largest, column[row]);
      }
    }
    return largest;
  }

  private boolean same(int row, Windows other, int otherRow) {
    for (int column = 0; column < order; column++) {
      if (columns[column][row] != other.columns[column][otherRow]) {
        return false;
      }
    }
    return true;
  }

  /** The first column in which a row differs from the one before; 0 for the first row. */
  int difference(int row) {
    if (row == 0) {
      return 0;
    }
    int column = 0;
    while (column < order && columns[column][row] == columns[column][row - 1]) {
      column++;
    }
    return column;
  }

  /** The first of sorted rows whose context 1 is not below this. */
  public int firstOf(int context) {
    int low = 0;
    int high = rows;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (columns[0][middle] < context) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * Sorted rows as bytes: each by the column in which it first differs from the row before, the
   * numbers from there on, and the count.
   */
  public byte[] encode(int from, int to) {
    VarBytes out = new VarBytes((to - from) * 8);
    for (int row = from; row < to; row++) {
      int same = row == from ? 0 : difference(row);
      out.add(same);
      for (int column = same; column < order; column++) {
        out.add(columns[column][row]);
      }
      out.add(counts[row]);
    }
    return out.bytes();
  }

  /** Adds rows that {@link #encode} wrote. */
  public void decode(byte[] block) {
    VarBytes in = new VarBytes(block);
    int before = -1;
    while (in.more()) {
      int row = next();
      int same = (int) in.next();
      for (int column = 0; column < order; column++) {
        columns[column][row] = column < same ? columns[column][before] : (int) in.next();
      }
      counts[row] = in.next();
      before = row;
    }
  }
}
