package dev.perplex.lm.spark;

import dev.perplex.lm.fused.Tensor;
import dev.perplex.lm.rounds.RoundModel;
import dev.perplex.lm.rounds.RoundModels;
import dev.perplex.lm.rounds.WorkerRound;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;

/** The models of one JVM that nobody trains in at the moment. */
final class ReadyModels {
  /** No number of rounds. */
  private static final int MOVED = Integer.MIN_VALUE;

  private final RoundModels models;
  private final ConcurrentLinkedDeque<Idle> idle = new ConcurrentLinkedDeque<>();

  /**
   * A model.
   *
   * @param rounds done in its parameters; {@link #MOVED} where they have moved since
   */
  private record Idle(RoundModel model, int rounds) {}

  ReadyModels(RoundModels models) {
    this.models = models;
  }

  /**
   * A model with these parameters.
   *
   * @param rounds done in them
   */
  RoundModel take(int rounds, List<Tensor> parameters) {
    Idle found = idle.pollFirst();
    RoundModel model = found == null ? models.create() : found.model();
    if (found == null || found.rounds() != rounds) {
      WorkerRound.load(model, parameters);
    }
    return model;
  }

  /** Gives back a model that did not fail, and has trained. */
  void giveBack(RoundModel model) {
    idle.addFirst(new Idle(model, MOVED));
  }

  /** Loads these parameters into the model that is taken next, if there is one. */
  void prepare(int rounds, List<Tensor> parameters) {
    Idle found = idle.pollFirst();
    if (found != null) {
      WorkerRound.load(found.model(), parameters);
      idle.addFirst(new Idle(found.model(), rounds));
    }
  }
}
