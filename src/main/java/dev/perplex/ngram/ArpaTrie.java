package dev.perplex.ngram;

import dev.perplex.provenance.PerplexException;
import dev.perplex.vocab.Vocabulary;
import java.util.Arrays;
import java.util.List;

/**
 * Makes a trie of an ARPA file's n-grams, which come in any order. A context of an n-gram need not
 * be an n-gram of the file, nor need the contexts that end it: such have a back-off weight of 1.
 */
final class ArpaTrie {
  private final ArpaGrams[] orders; // [order + 1]
  private final String name;

  /**
   * @param longer of orders 2 and up
   * @param words as contexts
   */
  ArpaTrie(List<ArpaGrams> longer, ArpaGrams words, String name) {
    this.orders = new ArpaGrams[longer.size() + 2];
    this.orders[1] = words;
    for (int n = 2; n < orders.length; n++) {
      orders[n] = longer.get(n - 2);
    }
    this.name = name;
  }

  TrieShard shard(int vocabulary) {
    int order = orders.length - 1;
    Contexts[] contexts = new Contexts[order]; // by length, from 1
    for (int length = order - 1; length >= 1; length--) {
      Contexts longer = length + 1 < order ? contexts[length + 1] : null;
      contexts[length] = contexts(length, longer, vocabulary);
    }
    LevelBuilder[] levels = new LevelBuilder[order - 1];
    for (int length = 1; length < order; length++) {
      levels[length - 1] =
          level(contexts[length], length == 1 ? null : contexts[length - 1], vocabulary);
    }
    TrieShard.Level[] made = new TrieShard.Level[levels.length];
    for (int i = 0; i < made.length; i++) {
      made[i] = levels[i].level(i + 1 < made.length ? levels[i + 1] : null);
    }
    return new TrieShard(0, vocabulary, made);
  }

  /**
   * Contexts of one length, sorted, each once.
   *
   * @param columns [length][rows] nearest word first
   */
  @SuppressWarnings("ArrayRecordComponent") // rows of a table, never compared
  private record Contexts(int[][] columns, float[] backOffs) {
    boolean startsWith(int row, Contexts shorter, int shorterRow) {
      for (int column = 0; column < shorter.columns.length; column++) {
        if (columns[column][row] != shorter.columns[column][shorterRow]) {
          return false;
        }
      }
      return true;
    }
  }

  /** Those of n-grams, those that have a back-off weight, and those that longer ones end in. */
  private Contexts contexts(int length, Contexts longer, int vocabulary) {
    ArpaGrams of = orders[length + 1];
    ArpaGrams same = orders[length];
    int more = longer == null ? 0 : longer.backOffs().length;
    int rows = of.rows() + same.rows() + more;
    int[][] columns = new int[length][rows];
    float[] backOffs = new float[rows];
    int row = 0;
    for (int i = 0; i < same.rows(); i++) {
      boolean ends = length > 1 && same.word(i) == Vocabulary.EOS_ID; // nothing follows it
      if (same.backOff(i) != 0 && !ends) {
        columns[0][row] = same.word(i);
        for (int column = 1; column < length; column++) {
          columns[column][row] = same.at(column - 1, i);
        }
        backOffs[row++] = same.backOff(i);
      }
    }
    for (int i = 0; i < of.rows(); i++, row++) {
      for (int column = 0; column < length; column++) {
        columns[column][row] = of.at(column, i);
      }
    }
    for (int i = 0; i < more; i++, row++) {
      for (int column = 0; column < length; column++) {
        columns[column][row] = longer.columns()[column][i];
      }
    }
    return distinct(columns, backOffs, row, vocabulary);
  }

  private static Contexts distinct(int[][] columns, float[] backOffs, int rows, int vocabulary) {
    int[] order = new RadixSort().order(columns, rows, vocabulary - 1);
    int[][] kept = new int[columns.length][rows];
    float[] weights = new float[rows];
    int count = 0;
    for (int row : order) {
      boolean fresh = count == 0;
      for (int column = 0; column < columns.length && !fresh; column++) {
        fresh = columns[column][row] != kept[column][count - 1];
      }
      if (fresh) {
        for (int column = 0; column < columns.length; column++) {
          kept[column][count] = columns[column][row];
        }
        weights[count++] = backOffs[row];
      } else if (backOffs[row] != 0) {
        weights[count - 1] = backOffs[row];
      }
    }
    for (int column = 0; column < kept.length; column++) {
      kept[column] = Arrays.copyOf(kept[column], count);
    }
    return new Contexts(kept, Arrays.copyOf(weights, count));
  }

  private LevelBuilder level(Contexts contexts, Contexts shorter, int vocabulary) {
    int length = contexts.columns().length;
    ArpaGrams grams = orders[length + 1];
    int[] order = new RadixSort().order(grams.columns(), grams.rows(), vocabulary - 1);
    LevelBuilder level = new LevelBuilder();
    int parent = 0;
    int next = 0; // of the sorted grams
    for (int context = 0; context < contexts.backOffs().length; context++) {
      while (shorter != null && !contexts.startsWith(context, shorter, parent)) {
        parent++;
      }
      level.context(contexts.columns()[length - 1][context], contexts.backOffs()[context], parent);
      int last = -1;
      while (next < order.length && isOf(grams, order[next], contexts, context)) {
        int word = grams.word(order[next]);
        if (word == last) {
          throw PerplexException.dataRefused(
              "%s has an n-gram of %d words twice. Give an ARPA file with each once.",
              name, length + 1);
        }
        level.follower(word, grams.log(order[next++]));
        last = word;
      }
    }
    return level;
  }

  private static boolean isOf(ArpaGrams grams, int row, Contexts contexts, int context) {
    for (int column = 0; column < contexts.columns().length; column++) {
      if (grams.at(column, row) != contexts.columns()[column][context]) {
        return false;
      }
    }
    return true;
  }
}
