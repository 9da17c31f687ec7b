package dev.perplex.lm.spark;

import dev.perplex.lm.rounds.RoundModels;
import java.util.function.Function;

/**
 * Training by our own engine, in rounds that are pure functions: each worker (a task) trains its
 * own copy for some minibatches, the changes meet part by part, and an outer step brings all copies
 * to the next round's start. What a round leaves stays in executors' memory; now and then all of it
 * is written to storage. Where something is lost, training goes back to what was written, and comes
 * to the same bits. Neither executors nor their number change the result.
 */
final class FusedTrainer implements Trainer {
  private final Function<TrainingJob, RoundModels> engine;

  FusedTrainer(Function<TrainingJob, RoundModels> engine) {
    this.engine = engine;
  }

  @Override
  public TrainedModel train(TrainingJob job) {
    try (FusedTraining training = new FusedTraining(job, engine.apply(job))) {
      return training.toTheEnd();
    }
  }
}
