package dev.perplex.lm.fused;

import java.util.Arrays;

/**
 * The words of a minibatch, each once. A text repeats its words: of 700 tokens about half are
 * distinct, and what is a function of the word alone need not be worked out twice.
 */
final class DistinctWords {
  private final long[] order; // of a minibatch's rows, by word: word << 32 | row
  private final int[] words;
  private final int[] places;
  private int count;

  /**
   * @param rows of the largest minibatch
   */
  DistinctWords(int rows) {
    this.order = new long[rows];
    this.words = new int[rows];
    this.places = new int[rows];
  }

  /**
   * Takes a minibatch's words.
   *
   * @return how many distinct ones there are
   */
  int number(int[] ids, int rows) {
    for (int row = 0; row < rows; row++) {
      order[row] = (long) ids[row] << 32 | row;
    }
    Arrays.sort(order, 0, rows);
    count = 0;
    for (int i = 0; i < rows; i++) {
      int id = (int) (order[i] >>> 32);
      if (count == 0 || words[count - 1] != id) {
        words[count++] = id;
      }
      places[(int) order[i]] = count - 1;
    }
    return count;
  }

  int count() {
    return count;
  }

  /** The words, ascending; the first {@link #count} count. */
  int[] words() {
    return words;
  }

  /** By row, the place of its word in {@link #words}. */
  int[] places() {
    return places;
  }
}
