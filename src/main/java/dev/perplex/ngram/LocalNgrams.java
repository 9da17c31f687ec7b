package dev.perplex.ngram;

import dev.perplex.provenance.PerplexException;
import java.util.Arrays;

/** Estimates a model of a text that is in memory: what the stage does, in one piece. */
public final class LocalNgrams {
  private LocalNgrams() {}

  /**
   * @param ids the text, which starts with a sentence
   * @param vocabulary all ids are below
   */
  public static NgramModel of(int[] ids, int vocabulary, NgramSettings settings) {
    return of(ids, vocabulary, settings, Long.MAX_VALUE);
  }

  /**
   * @param most tokens of a shard
   */
  static NgramModel of(int[] ids, int vocabulary, NgramSettings settings, long most) {
    if (ids.length == 0) {
      throw PerplexException.dataRefused(
          "The training text is empty: an n-gram model needs words to count. Give more text.");
    }
    long[] counts = new long[vocabulary];
    for (int id : ids) {
      counts[id]++;
    }
    int order = settings.order();
    CountsOfCounts stats = new CountsOfCounts(order);
    if (order == 1) {
      Estimation estimation = Estimation.of(settings, stats, counts);
      return new NgramModel(
          order, settings.smoothing(), UnigramFile.logs(estimation), new TrieShard[0]);
    }
    Windows read = new Windows(order, ids.length);
    read.read(ids, 0);
    Windows windows = read.combined();
    ShardRanges ranges = ShardRanges.of(counts, most);
    AdjustedCounts[] adjusted = new AdjustedCounts[ranges.shards()];
    long[] continuations = new long[vocabulary];
    for (int shard = 0; shard < adjusted.length; shard++) {
      Windows mine = new Windows(order, 0);
      mine.decode(
          windows.encode(windows.firstOf(ranges.first(shard)), windows.firstOf(ranges.end(shard))));
      adjusted[shard] = AdjustedCounts.of(mine, settings, vocabulary);
      stats = stats.plus(adjusted[shard].countsOfCounts());
      int[] words = adjusted[shard].words();
      for (int i = 0; i < words.length; i++) {
        continuations[words[i]] += adjusted[shard].contexts()[i];
      }
    }
    Estimation estimation =
        Estimation.of(
            settings, stats, settings.smoothing().countsContinuations() ? continuations : counts);
    TrieShard[] shards = new TrieShard[adjusted.length];
    Arrays.setAll(
        shards,
        shard ->
            ShardEstimate.of(adjusted[shard], estimation, ranges.first(shard), ranges.end(shard))
                .shard());
    return new NgramModel(order, settings.smoothing(), UnigramFile.logs(estimation), shards);
  }
}
