package dev.perplex.word2vec.spark;

import dev.perplex.cluster.PartChange;
import dev.perplex.cluster.ShardedMerge;
import dev.perplex.word2vec.GlobalRows;
import dev.perplex.word2vec.RowChanges;
import dev.perplex.word2vec.RowSums;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;

/**
 * Merges one part of a round and stores it: as changes, or whole, where the files of changes since
 * the last whole one have grown longer than reading the whole part would be.
 */
final class MergeTask implements ShardedMerge.Work<MergedPart> {
  private static final long serialVersionUID = 1L;

  /** Changes are kept until they are so many times as long as the part. */
  private static final int LONGEST_CHAIN = 4;

  private final Broadcast<TrainingPlan> plan;
  private final RoundStore store;
  private final RoundState state;

  MergeTask(Broadcast<TrainingPlan> plan, RoundStore store, RoundState state) {
    this.plan = plan;
    this.store = store;
    this.state = state;
  }

  @Override
  public MergedPart merge(int part, Iterator<PartChange> inWorkerOrder) {
    Sum sum = sum(part, inWorkerOrder);
    return new MergedPart(stored(part, sum.merged()), sum.figures(), sum.finite());
  }

  private record Sum(RowChanges merged, Contribution figures, boolean finite) {}

  /** Apart, so that the sums are let go before the part is stored. */
  private Sum sum(int part, Iterator<PartChange> inWorkerOrder) {
    double rateFactor = plan.value().work().rateFactor();
    RowSums sums = new RowSums(state.shape(), part, state.parts(), rateFactor);
    Contribution figures = Contribution.NONE;
    while (inWorkerOrder.hasNext()) {
      PartChange change = inWorkerOrder.next();
      sums.add(RowChanges.fromBytes(change.change()));
      figures = figures.plus(Contribution.fromBytes(change.facts()));
    }
    RowChanges merged = sums.merged();
    return new Sum(merged, figures, sums.isFinite());
  }

  private StoredPart stored(int part, RowChanges merged) {
    int round = state.rounds() + 1;
    List<StoredPart> chain = state.chains().get(part);
    if (round < plan.value().work().plan().roundsTotal() && !isLong(chain)) {
      return store.write(round, part, false, merged);
    }
    GlobalRows rows = new GlobalRows(state.shape(), plan.value().initial());
    SharedRows.bring(rows, chain, SharedRows.NOTHING, store);
    rows.add(merged);
    return store.write(round, part, true, rows.values(part, state.parts()));
  }

  private boolean isLong(List<StoredPart> chain) {
    long bytes = chain.stream().filter(file -> !file.whole()).mapToLong(StoredPart::bytes).sum();
    return bytes > LONGEST_CHAIN * state.shape().bytes() / state.parts();
  }
}
