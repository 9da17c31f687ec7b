package dev.perplex.word2vec.spark;

import dev.perplex.cluster.PartChange;
import dev.perplex.cluster.ShardedMerge;
import dev.perplex.vocab.IdStream;
import dev.perplex.word2vec.GlobalRows;
import dev.perplex.word2vec.HeldOutLoss;
import dev.perplex.word2vec.OwnRows;
import dev.perplex.word2vec.RoundStats;
import java.util.Iterator;
import java.util.stream.IntStream;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;

/** One worker's round as a Spark task: from the worker's number to its changes, part by part. */
final class RoundTask implements ShardedMerge.Worker {
  private static final long serialVersionUID = 1L;

  private final Broadcast<TrainingPlan> plan;
  private final RoundStore store;
  private final RoundState state;
  private final IdStream ids;
  private final LongAccumulator done;

  RoundTask(
      Broadcast<TrainingPlan> plan,
      RoundStore store,
      RoundState state,
      IdStream ids,
      LongAccumulator done) {
    this.plan = plan;
    this.store = store;
    this.state = state;
    this.ids = ids;
    this.done = done;
  }

  @Override
  public Iterator<PartChange> changes(int worker) {
    TrainingPlan training = plan.value();
    return SharedRows.with(
        training.name(),
        training.initial(),
        store,
        state,
        (global, own) -> train(training, global, own, worker));
  }

  private Iterator<PartChange> train(
      TrainingPlan training, GlobalRows global, OwnRows own, int worker) {
    int workers = training.settings().workers();
    HeldOutLoss.Sum heldOut = training.heldOut().of(global, worker, workers);
    int rounds = training.work().plan().rounds();
    RoundStats stats =
        training
            .work()
            .run(
                own,
                global,
                ids,
                worker,
                state.rounds() / rounds,
                state.rounds() % rounds,
                done::add);
    int parts = state.parts();
    byte[] facts = new Contribution(stats, heldOut).toBytes();
    byte[] none = Contribution.NONE.toBytes();
    return IntStream.range(0, parts)
        .mapToObj(
            part ->
                new PartChange(
                    part, worker, part == 0 ? facts : none, own.changes(part, parts).toBytes()))
        .toList()
        .iterator();
  }
}
