package dev.perplex.lm.spark;

import dev.perplex.cluster.PlacedTasks;
import dev.perplex.lm.rounds.Position;
import dev.perplex.lm.rounds.RoundModel;
import dev.perplex.lm.rounds.WorkerFigures;
import dev.perplex.lm.rounds.WorkerRound;
import dev.perplex.lm.rounds.WorkerState;
import dev.perplex.provenance.Seeds;
import dev.perplex.provenance.Stage;
import org.apache.spark.broadcast.Broadcast;

/** One worker's round as a Spark task. */
final class TrainTask implements PlacedTasks.Work<RoundOutcome<WorkerFigures>> {
  private static final long serialVersionUID = 1L;

  private final Broadcast<FusedPlan> plan;
  private final RoundStart start;
  private final Position position;
  private final int[] lengths;
  private final double[] rates;
  private final boolean[] afresh;

  /**
   * @param afresh by worker, whether it has to forget its state: it was left out of the last round
   */
  TrainTask(
      Broadcast<FusedPlan> plan,
      RoundStart start,
      Position position,
      int[] lengths,
      double[] rates,
      boolean[] afresh) {
    this.plan = plan;
    this.start = start;
    this.position = position;
    this.lengths = lengths;
    this.rates = rates;
    this.afresh = afresh;
  }

  @Override
  public RoundOutcome<WorkerFigures> on(int worker) throws Exception {
    FusedPlan training = plan.value();
    RoundBlocks blocks = new RoundBlocks(plan);
    blocks.clear(start.round());
    return RoundOutcome.of(
        () ->
            SharedParameters.with(
                training,
                blocks,
                start,
                (parameters, shared) -> {
                  WorkerState state =
                      afresh[worker] ? WorkerState.FRESH : blocks.worker(start, worker);
                  RoundModel model = shared.model();
                  WorkerRound.Result result =
                      training
                          .workerRound()
                          .run(model, parameters, state, lesson(training, shared, worker));
                  shared.idle(model);
                  for (int part = 0; part < result.changes().length; part++) {
                    blocks.change(start.round(), worker, part, result.changes()[part]);
                  }
                  blocks.worker(start.round() + 1, worker, result.after());
                  return result.figures().in(result.seconds());
                }));
  }

  private WorkerRound.Lesson lesson(FusedPlan training, SharedParameters shared, int worker) {
    long[] seeds = new long[lengths.length];
    for (int i = 0; i < seeds.length; i++) {
      seeds[i] = Seeds.of(training.seed(), Stage.TRAIN, position.minibatches() + i, worker);
    }
    return new WorkerRound.Lesson(
        shared.lanes(worker).minibatches(position.step(), lengths),
        rates,
        seeds,
        position.step() == 0);
  }
}
