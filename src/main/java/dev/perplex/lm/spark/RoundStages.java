package dev.perplex.lm.spark;

import dev.perplex.cluster.PlacedTasks;
import dev.perplex.lm.rounds.Position;
import dev.perplex.lm.rounds.WorkerFigures;
import dev.perplex.store.SealedFile;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** What a training asks of executors: stages of tasks that share one plan. */
final class RoundStages implements AutoCloseable {
  private final PlacedTasks tasks;
  private final Broadcast<FusedPlan> everywhere;

  RoundStages(JavaSparkContext spark, FusedPlan plan) {
    this.everywhere = spark.broadcast(plan);
    this.tasks = new PlacedTasks(spark);
  }

  FusedPlan plan() {
    return everywhere.value();
  }

  /** Looks anew which executors there are. */
  void place() {
    tasks.place();
  }

  /**
   * Every worker's round; its change stays where it ran.
   *
   * @param afresh by worker, whether it has to forget its state
   */
  List<RoundOutcome<WorkerFigures>> train(
      RoundStart start, Position position, int[] lengths, double[] rates, boolean[] afresh) {
    return tasks.run(
        plan().workers(), new TrainTask(everywhere, start, position, lengths, rates, afresh));
  }

  /** The merge of a round that was trained, by tasks; where executors merge themselves, nothing. */
  LastRound merge(RoundStart start, LastRound trained) throws RoundLost {
    if (plan().mergesEverywhere()) {
      return trained;
    }
    List<RoundOutcome<Integer>> outcomes =
        tasks.run(plan().layout().parts(), new MergePartTask(everywhere, start, trained));
    RoundOutcome.values(outcomes);
    return trained.with(RoundOutcome.places(outcomes));
  }

  /** Writes what training is before a round to storage: the parts, then the workers' states. */
  List<SealedFile> write(RoundStart start) throws RoundLost {
    int pieces = plan().layout().parts() + plan().workers();
    return RoundOutcome.values(tasks.run(pieces, new CheckpointTask(everywhere, start)));
  }

  @Override
  public void close() {
    SharedParameters.clear(plan().name());
    everywhere.destroy();
  }
}
