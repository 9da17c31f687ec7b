package dev.perplex.lm.spark;

/** An engine that trains a language model. */
public interface Trainer {

  /**
   * Trains from the latest checkpoint, or from the start where there is none.
   *
   * @throws dev.perplex.provenance.PerplexException where the data does not suffice, the checkpoint
   *     does not fit the settings, or the loss is no longer finite
   */
  TrainedModel train(TrainingJob job);

  /** The engine of this name, as {@code train.engine} has it. */
  static Trainer of(String engine) {
    return switch (engine) {
      case "fused" -> new FusedTrainer(FusedModels::of);
      case "dl4j" -> new Dl4jTrainer();
      default -> throw new IllegalArgumentException("no engine is called " + engine);
    };
  }
}
