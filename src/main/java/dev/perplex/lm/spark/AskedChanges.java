package dev.perplex.lm.spark;

import dev.perplex.cluster.AskedBlock;
import dev.perplex.lm.rounds.PartMerge;
import java.util.ArrayList;
import java.util.List;

/** Workers' changes of some parts that were asked for, and may still be on their way. */
final class AskedChanges implements AutoCloseable {
  private final List<List<AskedBlock>> byWorker; // of each the parts, none where it has no share
  private final double[] shares;

  AskedChanges(List<List<AskedBlock>> byWorker, double[] shares) {
    this.byWorker = byWorker;
    this.shares = shares;
  }

  /** The changes of the {@code i}th of these parts, in the order of workers; waits for them. */
  List<PartMerge.Weighted> of(int i) throws RoundLost {
    List<PartMerge.Weighted> changes = new ArrayList<>();
    for (int worker = 0; worker < shares.length; worker++) {
      if (shares[worker] > 0) {
        AskedBlock block = byWorker.get(worker).get(i);
        if (!block.isThere()) {
          throw new RoundLost(block.name());
        }
        changes.add(new PartMerge.Weighted(block::open, shares[worker]));
      }
    }
    return changes;
  }

  @Override
  public void close() {
    byWorker.forEach(blocks -> blocks.forEach(AskedBlock::close));
  }
}
