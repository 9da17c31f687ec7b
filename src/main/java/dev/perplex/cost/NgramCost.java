package dev.perplex.cost;

import dev.perplex.ngram.NgramSettings;
import dev.perplex.ngram.ShardRanges;
import dev.perplex.ngram.spark.NgramTraining;
import dev.perplex.ngram.spark.SumTree;
import dev.perplex.provenance.Stage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The stage {@code ngram}: tasks count the windows of pieces of text; shards, each of some context
 * words, put them together, and estimate and write their n-grams. A word's contexts are in one
 * shard, so the most frequent word makes the largest.
 */
public final class NgramCost {
  private static final int GRAM_BYTES = 16; // stored, about
  private static final long MOST_BYTES = Integer.MAX_VALUE - 8L; // of a shard: one array
  private static final long RESULTS = 1L << 30; // spark.driver.maxResultSize, where nobody sets it

  private final NgramSettings settings;
  private final Costs costs;

  public NgramCost(NgramSettings settings, Costs costs) {
    this.settings = settings;
    this.costs = costs;
  }

  public StageEstimate of(TextSize text, Placement place) {
    int order = settings.order();
    ShardRanges ranges = ShardRanges.of(text.counts());
    int shards = ranges.shards();
    int pieces = NgramTraining.pieces(text.tokens());
    long largest = Math.min(text.tokens(), ranges.longest(text.counts()));
    double grams = grams(text);
    double piece = Math.ceil((double) text.tokens() / pieces);
    Map<Constant, Double> amounts = new EnumMap<>(Constant.class);
    amounts.put(Constant.NGRAM_START, place.each());
    amounts.put(Constant.NGRAM_TASK, place.turns(pieces) + 2 * place.turns(shards));
    amounts.put(
        Constant.NGRAM_WINDOW,
        order
            * (place.span(text.tokens(), piece, pieces)
                + place.span(text.tokens(), largest, shards)));
    double ofLargest = grams * largest / text.tokens();
    amounts.put(Constant.NGRAM_GRAM, place.span(grams, ofLargest, shards));
    double blocks = text.tokens() * (2.0 * order - 1); // numbers of a byte or two
    double moved = blocks * place.elsewhere();
    return new StageEstimate(
        Stage.NGRAM,
        amounts,
        moved / place.executors() / costs.networkBytesPerSecond(),
        StageEstimate.seconds(amounts, costs),
        1,
        Math.max(pieces, shards),
        largest,
        moved,
        grams * GRAM_BYTES,
        Memory.ofDriver(text.words(), results(text.words(), shards)),
        Memory.of(Memory.SPARK + place.slots() * slot(largest, piece) + 40.0 * text.words()),
        warnings(text, place, shards, largest, ofLargest));
  }

  /** N-grams of all orders. */
  private double grams(TextSize text) {
    double sum = text.words();
    for (int n = 2; n <= settings.order(); n++) {
      sum += costs.ngrams(n, text.tokens());
    }
    return sum;
  }

  /** Bytes of the sums by word that reach the driver at once, at most: the end of a tree. */
  private static double results(int words, int shards) {
    return 12.0 * words * SumTree.last(shards, words);
  }

  /**
   * Bytes that a task holds at most: its windows while they are sorted into a copy, or the n-grams
   * that a shard makes of them, those of the longest three times while they are sorted.
   */
  private double slot(double largest, double piece) {
    int order = settings.order();
    double window = 4.0 * order + 8;
    double longest = 4.0 * order + 9;
    double sorting = 2.5 * window + 8;
    double estimating = window + 2 * longest;
    for (int n = 2; n <= order; n++) {
      estimating += 4.0 * n + 9;
    }
    return Math.max(piece * sorting, largest * Math.max(sorting, estimating));
  }

  private List<String> warnings(
      TextSize text, Placement place, int shards, long largest, double ofLargest) {
    List<String> warnings = new ArrayList<>();
    if (ofLargest * GRAM_BYTES > MOST_BYTES) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "the most frequent word has %,.1f GB of n-grams after it, and a part of the model holds"
                  + " 2.1 GB: the stage will refuse. Set ngram.order lower, or give it less text.",
              ofLargest * GRAM_BYTES / 1e9));
    }
    long most = Arrays.stream(text.counts()).max().orElse(0);
    if (most == largest && most > text.tokens() / place.all()) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "%,d windows follow the most frequent word, and one task takes them: more than %,d"
                  + " executors' slots help no more.",
              most,
              Math.max(1, text.tokens() / most)));
    }
    if (results(text.words(), shards) > RESULTS) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "sums by word of %.1f GB reach the driver. Set spark.driver.maxResultSize=%dg.",
              results(text.words(), shards) / Memory.GB,
              (long) Math.ceil(results(text.words(), shards) / Memory.GB) + 1));
    }
    return warnings;
  }
}
