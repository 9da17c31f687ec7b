package dev.perplex.ngram.spark;

import dev.perplex.ngram.ShardRanges;
import dev.perplex.ngram.Windows;
import dev.perplex.vocab.IdStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.util.LongAccumulator;
import scala.Tuple2;

/** Counts the windows of a piece of the text, and sends each shard its own as one block. */
final class CountWindows implements PairFlatMapFunction<Iterator<Integer>, Integer, byte[]> {
  private static final long serialVersionUID = 1L;

  private final IdStream ids;
  private final int pieces;
  private final int order;
  private final ShardRanges ranges;
  private final LongAccumulator done;

  CountWindows(IdStream ids, int pieces, int order, ShardRanges ranges, LongAccumulator done) {
    this.ids = ids;
    this.pieces = pieces;
    this.order = order;
    this.ranges = ranges;
    this.done = done;
  }

  @Override
  public Iterator<Tuple2<Integer, byte[]>> call(Iterator<Integer> mine) {
    List<Tuple2<Integer, byte[]>> blocks = new ArrayList<>();
    while (mine.hasNext()) {
      int piece = mine.next();
      Windows windows = windows(ids.size() * piece / pieces, ids.size() * (piece + 1) / pieces);
      for (int shard = 0; shard < ranges.shards(); shard++) {
        int from = windows.firstOf(ranges.first(shard));
        int to = windows.firstOf(ranges.end(shard));
        if (from < to) {
          blocks.add(new Tuple2<>(shard, windows.encode(from, to)));
        }
      }
    }
    return blocks.iterator();
  }

  private Windows windows(long from, long to) {
    int before = (int) Math.min(order - 1, from);
    int length = Math.toIntExact(to - from);
    Windows windows = new Windows(order, length);
    windows.read(ids.read(from - before, before + length), before);
    done.add(length);
    return windows.combined();
  }
}
