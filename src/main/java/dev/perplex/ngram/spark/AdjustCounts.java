package dev.perplex.ngram.spark;

import dev.perplex.ngram.AdjustedCounts;
import dev.perplex.ngram.NgramSettings;
import dev.perplex.ngram.Windows;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import scala.Tuple2;

/** Puts a shard's blocks together, in whatever order they come, and adjusts its counts. */
final class AdjustCounts
    implements FlatMapFunction<Iterator<Tuple2<Integer, byte[]>>, ShardCounts> {
  private static final long serialVersionUID = 1L;

  private final NgramSettings settings;
  private final int vocabulary;

  AdjustCounts(NgramSettings settings, int vocabulary) {
    this.settings = settings;
    this.vocabulary = vocabulary;
  }

  @Override
  public Iterator<ShardCounts> call(Iterator<Tuple2<Integer, byte[]>> blocks) {
    Windows windows = new Windows(settings.order(), 0);
    while (blocks.hasNext()) {
      windows.decode(blocks.next()._2());
    }
    AdjustedCounts counts = AdjustedCounts.of(windows.combined(), settings, vocabulary);
    return List.of(new ShardCounts(TaskContext.getPartitionId(), counts)).iterator();
  }
}
