package dev.perplex.ngram;

import dev.perplex.vocab.Vocabulary;
import java.io.Serializable;
import java.util.Arrays;

/**
 * The n-grams of one shard, from order 2 up, with their counts. Those of an order are sorted by
 * {@code context 1, context 2, ..., word}: by what lies just before first, so that a context comes
 * after the shorter ones that end it.
 *
 * <p>With continuations, the count of an n-gram below the highest order is the number of distinct
 * words before it, unless it starts a sentence (Heafield et al. 2013, section 3.2; Chen and Goodman
 * 1998, equation 27). The plain count stays for pruning.
 */
public final class AdjustedCounts implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Grams[] orders; // [order + 1], from 2
  private final CountsOfCounts countsOfCounts;
  private final int[] words; // sorted words that are seen after some context ...
  private final long[] contexts; // ... and after how many distinct contexts of one word

  private AdjustedCounts(
      Grams[] orders, CountsOfCounts countsOfCounts, int[] words, long[] contexts) {
    this.orders = orders;
    this.countsOfCounts = countsOfCounts;
    this.words = words;
    this.contexts = contexts;
  }

  /**
   * N-grams of one order.
   *
   * @param columns [n][rows], context 1, context 2, ..., and the word last
   * @param counts [rows] adjusted
   * @param pruned [rows] whether it is dropped
   */
  @SuppressWarnings("ArrayRecordComponent") // rows of a table, never compared
  record Grams(int[][] columns, long[] counts, boolean[] pruned) implements Serializable {
    int rows() {
      return counts.length;
    }

    int[] words() {
      return columns[columns.length - 1];
    }

    /** Whether a row has the same context as the one before. */
    boolean goesOn(int row) {
      if (row == 0) {
        return false;
      }
      for (int column = 0; column < columns.length - 1; column++) {
        if (columns[column][row] != columns[column][row - 1]) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * @param windows combined; all that have their context 1 in common
   * @param vocabulary words, all ids are below
   */
  public static AdjustedCounts of(Windows windows, NgramSettings settings, int vocabulary) {
    int order = windows.order();
    boolean continuations = settings.smoothing().countsContinuations();
    CountsOfCounts stats = new CountsOfCounts(order);
    Grams[] orders = new Grams[order + 1];
    long[] before = new long[vocabulary];
    for (int n = 2; n <= order; n++) {
      Grams grams = gather(windows, n, continuations && n < order, settings.pruned(n));
      for (long count : grams.counts()) {
        stats.add(n, count);
      }
      if (n == 2) {
        for (int word : grams.words()) {
          before[word]++;
        }
      }
      orders[n] = sorted(grams, vocabulary);
    }
    int[] words = seen(before);
    return new AdjustedCounts(
        orders, stats, words, Arrays.stream(words).mapToLong(word -> before[word]).toArray());
  }

  private static int[] seen(long[] counts) {
    int[] words = new int[counts.length];
    int seen = 0;
    for (int word = 0; word < counts.length; word++) {
      if (counts[word] > 0) {
        words[seen++] = word;
      }
    }
    return Arrays.copyOf(words, seen);
  }

  private static Grams gather(Windows windows, int n, boolean continuations, int prune) {
    int[] firsts = firsts(windows, n); // of each n-gram the first window, and the end
    int grams = firsts.length - 1;
    int[][] columns = new int[n][grams];
    long[] counts = new long[grams];
    boolean[] pruned = new boolean[grams];
    int kept = 0;
    for (int gram = 0; gram < grams; gram++) {
      int row = firsts[gram];
      if (n > 2 && context(windows, n - 2, row) == Vocabulary.EOS_ID) {
        continue; // it would reach back before the sentence
      }
      long plain = 0;
      long distinct = 0;
      for (int each = row; each < firsts[gram + 1]; each++) {
        plain += windows.count(each);
        distinct += each == row || (n < windows.order() && windows.difference(each) <= n) ? 1 : 0;
      }
      boolean starts = context(windows, n - 1, row) == Vocabulary.EOS_ID;
      for (int back = 1; back < n; back++) {
        columns[back - 1][kept] = context(windows, back, row);
      }
      columns[n - 1][kept] = windows.at(1, row);
      counts[kept] = continuations && !starts ? distinct : plain;
      pruned[kept++] = plain <= prune;
    }
    for (int column = 0; column < n; column++) {
      columns[column] = Arrays.copyOf(columns[column], kept);
    }
    return new Grams(columns, Arrays.copyOf(counts, kept), Arrays.copyOf(pruned, kept));
  }

  private static int[] firsts(Windows windows, int n) {
    int[] firsts = new int[windows.rows() + 1];
    int grams = 0;
    for (int row = 0; row < windows.rows(); row++) {
      if (windows.difference(row) < n) {
        firsts[grams++] = row;
      }
    }
    firsts[grams] = windows.rows();
    return Arrays.copyOf(firsts, grams + 1);
  }

  private static int context(Windows windows, int back, int row) {
    return windows.at(back == 1 ? 0 : back, row);
  }

  private static Grams sorted(Grams grams, int vocabulary) {
    int rows = grams.rows();
    int[] order = new RadixSort().order(grams.columns(), rows, vocabulary - 1);
    int[][] columns = new int[grams.columns().length][rows];
    long[] counts = new long[rows];
    boolean[] pruned = new boolean[rows];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns.length; column++) {
        columns[column][row] = grams.columns()[column][order[row]];
      }
      counts[row] = grams.counts()[order[row]];
      pruned[row] = grams.pruned()[order[row]];
    }
    return new Grams(columns, counts, pruned);
  }

  Grams grams(int n) {
    return orders[n];
  }

  public int order() {
    return orders.length - 1;
  }

  public CountsOfCounts countsOfCounts() {
    return countsOfCounts;
  }

  /** Words that stand after the shard's contexts, sorted. */
  public int[] words() {
    return words.clone();
  }

  /** After how many of the shard's contexts of one word each of them stands. */
  public long[] contexts() {
    return contexts.clone();
  }
}
