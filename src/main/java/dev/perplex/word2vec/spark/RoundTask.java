package dev.perplex.word2vec.spark;

import dev.perplex.cluster.PartChange;
import dev.perplex.cluster.ShardedMerge;
import dev.perplex.vocab.IdStream;
import dev.perplex.word2vec.GlobalRows;
import dev.perplex.word2vec.HeldOutLoss;
import dev.perplex.word2vec.OwnRows;
import dev.perplex.word2vec.RoundStats;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.TaskCompletionListener;

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
    SharedRows.Lease rows = SharedRows.lease(training, store, state);
    // Also where the task fails, or whoever takes the changes stops before the last.
    TaskContext.get().addTaskCompletionListener((TaskCompletionListener) task -> rows.close());
    Contribution figures = train(training, rows.global(), rows.own(), worker);
    return new Handed(rows, state.parts(), worker, figures);
  }

  private Contribution train(TrainingPlan training, GlobalRows global, OwnRows own, int worker) {
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
    return new Contribution(stats, heldOut);
  }

  /** The changes, each made when it is asked for: together they are as long as the rows touched. */
  private static final class Handed implements Iterator<PartChange> {
    private final SharedRows.Lease rows;
    private final int parts;
    private final int worker;
    private final Contribution figures;
    private int part;

    Handed(SharedRows.Lease rows, int parts, int worker, Contribution figures) {
      this.rows = rows;
      this.parts = parts;
      this.worker = worker;
      this.figures = figures;
    }

    @Override
    public boolean hasNext() {
      return part < parts;
    }

    @Override
    public PartChange next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Contribution facts = part == 0 ? figures : Contribution.NONE;
      byte[] moved = rows.own().changes(part, parts).toBytes();
      PartChange change = new PartChange(part, worker, facts.toBytes(), moved);
      part++;
      if (!hasNext()) {
        rows.close();
      }
      return change;
    }
  }
}
