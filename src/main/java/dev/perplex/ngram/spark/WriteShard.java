package dev.perplex.ngram.spark;

import dev.perplex.cluster.Tasks;
import dev.perplex.ngram.Estimation;
import dev.perplex.ngram.ShardEstimate;
import dev.perplex.ngram.ShardRanges;
import dev.perplex.store.PartFile;
import dev.perplex.store.PartOutput;
import dev.perplex.store.Parts;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;

/** Estimates a shard's probabilities and writes them. */
final class WriteShard implements Function<ShardCounts, PartFile> {
  private static final long serialVersionUID = 1L;

  private final Broadcast<Estimation> estimation;
  private final ShardRanges ranges;
  private final Parts place;
  private final LongAccumulator done;

  WriteShard(
      Broadcast<Estimation> estimation, ShardRanges ranges, Parts place, LongAccumulator done) {
    this.estimation = estimation;
    this.ranges = ranges;
    this.place = place;
    this.done = done;
  }

  @Override
  public PartFile call(ShardCounts counts) throws IOException {
    int shard = counts.shard();
    ShardEstimate estimate =
        ShardEstimate.of(
            counts.counts(), estimation.value(), ranges.first(shard), ranges.end(shard));
    PartOutput out = place.part(StoredNgram.part(shard), Tasks.tries());
    try (out) {
      out.write(estimate.bytes());
    }
    Map<String, Long> sizes = new HashMap<>();
    for (int n = 2; n <= counts.counts().order(); n++) {
      sizes.put("ngrams." + n, estimate.size(n));
    }
    done.add(1);
    return out.finished(sizes);
  }
}
