package dev.perplex.lm.spark;

import dev.perplex.cluster.PlacedTasks;
import dev.perplex.lm.fused.Tensor;
import dev.perplex.lm.rounds.PartMerge;
import dev.perplex.lm.rounds.PartState;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;

/** The merge of one part as a Spark task. */
final class MergePartTask implements PlacedTasks.Work<RoundOutcome<Integer>> {
  private static final long serialVersionUID = 1L;

  private final Broadcast<FusedPlan> plan;
  private final RoundStart start;
  private final double[] shares;
  private final Mean mean;

  /** Whether the mean of the parameters over rounds is kept. */
  enum Mean {
    NONE,
    KEPT
  }

  /**
   * @param shares by worker, in the mean change; 0 for one that is left out
   */
  MergePartTask(Broadcast<FusedPlan> plan, RoundStart start, double[] shares, Mean mean) {
    this.plan = plan;
    this.start = start;
    this.shares = shares;
    this.mean = mean;
  }

  @Override
  public RoundOutcome<Integer> on(int part) throws Exception {
    FusedPlan training = plan.value();
    RoundBlocks blocks = new RoundBlocks(plan);
    return RoundOutcome.of(
        () ->
            mean == Mean.NONE
                ? merge(training, blocks, part, null)
                : SharedParameters.with(
                    training,
                    blocks,
                    start,
                    (parameters, shared) -> merge(training, blocks, part, parameters)));
  }

  private Integer merge(FusedPlan training, RoundBlocks blocks, int part, List<Tensor> parameters)
      throws RoundLost {
    List<PartMerge.Weighted> changes = new ArrayList<>();
    for (int worker = 0; worker < shares.length; worker++) {
      if (shares[worker] > 0) {
        changes.add(
            new PartMerge.Weighted(blocks.changeOf(start.round(), worker, part), shares[worker]));
      }
    }
    PartState before = blocks.part(start, part);
    PartMerge.Merged merged = training.merge().merge(part, changes.iterator(), before, parameters);
    blocks.step(start.round(), part, merged.step());
    blocks.part(start.round() + 1, part, merged.after());
    return part;
  }
}
