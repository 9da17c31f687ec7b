package dev.perplex.ngram;

import dev.perplex.vocab.Vocabulary;

/** From the counts of a shard to its part of the model. */
public final class ShardEstimate {
  private final AdjustedCounts counts;
  private final Estimation estimation;
  private final LevelBuilder[] levels;

  private final TrieShard shard;

  private ShardEstimate(AdjustedCounts counts, Estimation estimation, int first, int end) {
    this.counts = counts;
    this.estimation = estimation;
    this.levels = new LevelBuilder[counts.order() - 1];
    this.shard = estimated(first, end);
  }

  /**
   * Estimates the n-grams' probabilities; those that are dropped stay out.
   *
   * @param first id of the shard
   * @param end after its last id
   */
  public static ShardEstimate of(AdjustedCounts counts, Estimation estimation, int first, int end) {
    return new ShardEstimate(counts, estimation, first, end);
  }

  TrieShard shard() {
    return shard;
  }

  /** As it is stored. */
  public byte[] bytes() {
    return TrieFile.bytes(shard);
  }

  /** N-grams of an order from 2 up. */
  public long size(int n) {
    return shard.levels()[n - 2].next().length;
  }

  private TrieShard estimated(int first, int end) {
    Lower lower = new Lower(null, estimation.unigrams());
    for (int n = 2; n <= counts.order(); n++) {
      lower = level(n, lower);
    }
    TrieShard.Level[] made = new TrieShard.Level[levels.length];
    for (int i = 0; i < made.length; i++) {
      made[i] = levels[i].level(i + 1 < made.length ? levels[i + 1] : null);
    }
    return new TrieShard(first, end, made);
  }

  private Lower level(int n, Lower lower) {
    AdjustedCounts.Grams grams = counts.grams(n);
    LevelBuilder level = new LevelBuilder();
    levels[n - 2] = level;
    double[] probabilities = new double[grams.rows()];
    int[] contexts = new int[grams.rows()]; // by a context's first row: its number; -1 for none
    double[] shorter = new double[16];
    int end;
    for (int from = 0; from < grams.rows(); from = end) {
      end = from + 1;
      while (end < grams.rows() && grams.goesOn(end)) {
        end++;
      }
      if (shorter.length < end - from) {
        shorter = new double[Math.max(end - from, 2 * shorter.length)];
      }
      lower.find(grams, from, end, shorter);
      double share = estimation.estimate(n, grams, from, end, shorter, probabilities);
      contexts[from] = -1;
      if (anyKept(grams, from, end)) {
        int farthest = grams.columns()[n - 2][from];
        contexts[from] = level.context(farthest, Math.log(share), lower.context());
        if (isAsked(n, farthest)) {
          followers(level, grams, from, end, probabilities);
        }
      }
    }
    return new Lower(grams, probabilities, contexts);
  }

  /** Add-k asks the longest context only, which is short where a sentence starts. */
  private boolean isAsked(int n, int farthest) {
    return estimation.settings().smoothing().backsOff()
        || n == counts.order()
        || farthest == Vocabulary.EOS_ID;
  }

  private static boolean anyKept(AdjustedCounts.Grams grams, int from, int end) {
    for (int row = from; row < end; row++) {
      if (!grams.pruned()[row]) {
        return true;
      }
    }
    return false;
  }

  private static void followers(
      LevelBuilder level, AdjustedCounts.Grams grams, int from, int end, double[] probabilities) {
    for (int row = from; row < end; row++) {
      if (!grams.pruned()[row]) {
        level.follower(grams.words()[row], Math.log(probabilities[row]));
      }
    }
  }

  /** The order below, whose contexts are met in the same order. */
  private static final class Lower {
    private final AdjustedCounts.Grams grams; // null for words without context
    private final double[] probabilities;
    private final int[] contexts;
    private int from; // rows of the context that was found last

    Lower(AdjustedCounts.Grams grams, double[] probabilities, int... contexts) {
      this.grams = grams;
      this.probabilities = probabilities;
      this.contexts = contexts;
    }

    /** Finds the context that is a word shorter, and the probabilities of the words after it. */
    void find(AdjustedCounts.Grams longer, int first, int end, double[] into) {
      if (grams == null) {
        for (int row = first; row < end; row++) {
          into[row - first] = probabilities[longer.words()[row]];
        }
        return;
      }
      while (!isPartOf(longer, first)) {
        from++; // rows within a context are passed too; the next one starts after them
      }
      int at = from;
      for (int row = first; row < end; row++) {
        while (grams.words()[at] != longer.words()[row]) {
          at++;
        }
        into[row - first] = probabilities[at];
      }
    }

    private boolean isPartOf(AdjustedCounts.Grams longer, int row) {
      int[][] mine = grams.columns();
      for (int column = 0; column < mine.length - 1; column++) {
        if (mine[column][from] != longer.columns()[column][row]) {
          return false;
        }
      }
      return true;
    }

    /** The number of the context that was found. */
    int context() {
      return grams == null ? 0 : contexts[from];
    }
  }
}
