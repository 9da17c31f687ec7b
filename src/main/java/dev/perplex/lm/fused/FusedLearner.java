package dev.perplex.lm.fused;

import dev.perplex.eval.LanguageReader;
import dev.perplex.lm.DynamicSettings;
import dev.perplex.lm.Learner;
import dev.perplex.lm.Minibatch;
import dev.perplex.lm.OptimizerSettings;

/**
 * Dynamic evaluation of the engine's network: a replica of one lane and its reader share weights.
 */
final class FusedLearner implements Learner {
  private final Parameters trained;
  private final Parameters parameters; // what moves
  private final Replica replica;
  private final DynamicSettings settings;

  FusedLearner(Parameters trained, DynamicSettings settings) {
    this.trained = trained;
    this.settings = settings;
    this.parameters = new Parameters(trained.shape());
    parameters.load(trained);
    this.replica =
        new Replica(
            parameters,
            1,
            settings.steps(),
            settings.clip(),
            OptimizerSettings.plain(),
            Masks.NONE,
            OutputPenalty.NONE);
  }

  @Override
  public LanguageReader reader() {
    return new FusedReader(parameters);
  }

  @Override
  public void learn(int[] inputs, int[] labels) {
    replica.step(new Minibatch(1, inputs.length, inputs, labels), settings.rate(), 0);
    if (settings.decay() > 0) {
      pull();
    }
  }

  /** A share of the way back to the trained weights. */
  private void pull() {
    float share = (float) settings.decay();
    for (Tensor tensor : parameters.all()) {
      float[] values = tensor.values();
      float[] target = trained.tensor(tensor.name()).values();
      for (int i = 0; i < values.length; i++) {
        values[i] += share * (target[i] - values[i]);
      }
    }
  }

  @Override
  public void restore() {
    parameters.load(trained);
    replica.resetState();
  }
}
