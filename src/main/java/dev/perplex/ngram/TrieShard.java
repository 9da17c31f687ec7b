package dev.perplex.ngram;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The contexts whose nearest word is in a range of ids, and the words seen after each: a trie that
 * is walked from the nearest word back, so that all contexts of a text are found on one path.
 *
 * @param first id of the range
 * @param end after the range
 * @param levels [order - 1], contexts of one word, of two, ...
 */
@SuppressWarnings("ArrayRecordComponent") // tables, never compared
record TrieShard(int first, int end, Level[] levels) implements Serializable {

  /**
   * Contexts of one length, sorted by their words from the nearest back.
   *
   * @param words [contexts] the farthest word of each
   * @param backOffs [contexts] natural logarithms
   * @param children [contexts + 1] where its contexts that are a word longer start in the next
   *     level; none in the last
   * @param followers [contexts + 1] where the words seen after it start
   * @param next [followers] those words, sorted within a context
   * @param logs [followers] natural logarithms of their probabilities
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Level(
      int[] words, float[] backOffs, int[] children, int[] followers, int[] next, float[] logs)
      implements Serializable {
    int contexts() {
      return words.length;
    }
  }

  /** The number of the context of one word; -1 where it was not seen. */
  int context(int word) {
    return levels.length == 0 ? -1 : search(levels[0].words(), 0, levels[0].contexts(), word);
  }

  /**
   * The context that has one word more, farther back; -1 where it was not seen.
   *
   * @param level of the context, 0 for one word
   */
  int longer(int level, int context, int word) {
    int[] children = levels[level].children();
    return search(levels[level + 1].words(), children[context], children[context + 1], word);
  }

  /** Where a word stands among those seen after a context; -1 where it does not. */
  int follower(int level, int context, int word) {
    Level mine = levels[level];
    return search(mine.next(), mine.followers()[context], mine.followers()[context + 1], word);
  }

  private static int search(int[] sorted, int from, int to, int key) {
    int place = Arrays.binarySearch(sorted, from, to, key);
    return place < 0 ? -1 : place;
  }
}
