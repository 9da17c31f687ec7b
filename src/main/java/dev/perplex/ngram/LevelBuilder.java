package dev.perplex.ngram;

import it.unimi.dsi.fastutil.floats.FloatArrayList;
import it.unimi.dsi.fastutil.ints.IntArrayList;

/** A level of the trie while its contexts come in order. */
final class LevelBuilder {
  private final IntArrayList words = new IntArrayList();
  private final FloatArrayList backOffs = new FloatArrayList();
  private final IntArrayList parents = new IntArrayList();
  private final IntArrayList followers = new IntArrayList();
  private final IntArrayList next = new IntArrayList();
  private final FloatArrayList logs = new FloatArrayList();

  /**
   * The next context; the words seen after it follow.
   *
   * @param word the farthest of the context
   * @param backOff natural logarithm
   * @param parent the number of the context that is a word shorter
   * @return its number
   */
  int context(int word, double backOff, int parent) {
    words.add(word);
    backOffs.add((float) backOff);
    parents.add(parent);
    followers.add(next.size());
    return words.size() - 1;
  }

  /** A word seen after the last context. */
  void follower(int word, double log) {
    next.add(word);
    logs.add((float) Math.min(0, log)); // rounding must not make more than 1 of a probability
  }

  int contexts() {
    return words.size();
  }

  /**
   * The level, complete.
   *
   * @param longer the level of contexts that are a word longer; null for the last
   */
  TrieShard.Level level(LevelBuilder longer) {
    followers.add(next.size());
    return new TrieShard.Level(
        words.toIntArray(),
        backOffs.toFloatArray(),
        longer == null ? new int[0] : longer.starts(words.size()),
        followers.toIntArray(),
        next.toIntArray(),
        logs.toFloatArray());
  }

  /** Where the contexts of each parent start. */
  private int[] starts(int parentContexts) {
    int[] starts = new int[parentContexts + 1];
    for (int parent : parents) {
      starts[parent + 1]++;
    }
    for (int parent = 0; parent < parentContexts; parent++) {
      starts[parent + 1] += starts[parent];
    }
    return starts;
  }
}
