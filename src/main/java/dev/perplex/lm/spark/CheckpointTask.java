package dev.perplex.lm.spark;

import dev.perplex.cluster.PlacedTasks;
import dev.perplex.lm.rounds.PartState;
import dev.perplex.lm.rounds.WorkerState;
import dev.perplex.store.SealedFile;
import org.apache.spark.broadcast.Broadcast;

/** Writes a part, or a worker's state, to storage. Pieces are the parts, then the workers. */
final class CheckpointTask implements PlacedTasks.Work<RoundOutcome<SealedFile>> {
  private static final long serialVersionUID = 1L;

  private final Broadcast<FusedPlan> plan;
  private final RoundStart start;

  CheckpointTask(Broadcast<FusedPlan> plan, RoundStart start) {
    this.plan = plan;
    this.start = start;
  }

  @Override
  public RoundOutcome<SealedFile> on(int piece) throws Exception {
    FusedPlan training = plan.value();
    RoundBlocks blocks = new RoundBlocks(plan);
    int parts = training.layout().parts();
    return RoundOutcome.of(
        () ->
            piece < parts
                ? part(training, blocks, piece)
                : worker(training, blocks, piece - parts));
  }

  private SealedFile part(FusedPlan training, RoundBlocks blocks, int part) throws RoundLost {
    byte[] bytes =
        SharedParameters.with(
            training,
            blocks,
            start,
            (parameters, shared) -> {
              PartState state =
                  training.mergesEverywhere() ? shared.state(part) : blocks.part(start, part);
              return state.toBytes(training.layout().gather(part, parameters));
            });
    return training.files().write("round-%06d/part-%05d".formatted(start.round(), part), bytes);
  }

  private SealedFile worker(FusedPlan training, RoundBlocks blocks, int worker) throws RoundLost {
    WorkerState state = blocks.worker(start, worker);
    return training
        .files()
        .write("round-%06d/worker-%05d".formatted(start.round(), worker), state.toBytes());
  }
}
