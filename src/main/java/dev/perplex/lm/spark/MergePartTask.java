package dev.perplex.lm.spark;

import dev.perplex.cluster.PlacedTasks;
import dev.perplex.lm.fused.Tensor;
import dev.perplex.lm.rounds.PartMerge;
import dev.perplex.lm.rounds.PartState;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;

/** The merge of one part as a Spark task, where there are too many workers to merge everywhere. */
final class MergePartTask implements PlacedTasks.Work<RoundOutcome<Integer>> {
  private static final long serialVersionUID = 1L;

  private final Broadcast<FusedPlan> plan;
  private final RoundStart start;
  private final LastRound trained;

  /**
   * @param trained the round that is to be merged
   */
  MergePartTask(Broadcast<FusedPlan> plan, RoundStart start, LastRound trained) {
    this.plan = plan;
    this.start = start;
    this.trained = trained;
  }

  @Override
  public RoundOutcome<Integer> on(int part) throws Exception {
    FusedPlan training = plan.value();
    RoundBlocks blocks = new RoundBlocks(plan);
    return RoundOutcome.of(
        () ->
            trained.mean() == LastRound.Mean.NONE
                ? merge(training, blocks, part, null)
                : SharedParameters.with(
                    training,
                    blocks,
                    start,
                    (parameters, shared) -> merge(training, blocks, part, parameters)));
  }

  private Integer merge(FusedPlan training, RoundBlocks blocks, int part, List<Tensor> parameters)
      throws RoundLost {
    try (AskedChanges changes = blocks.changes(start.round(), List.of(part), trained)) {
      PartState before = blocks.part(start, part);
      PartMerge.Merged merged =
          training.merge().merge(part, changes.of(0).iterator(), before, parameters);
      blocks.step(start.round(), part, merged.step());
      blocks.part(start.round() + 1, part, merged.after());
      return part;
    }
  }
}
