package dev.perplex.lm.fused;

import dev.perplex.eval.LanguageReader;
import dev.perplex.lm.AdaptiveModel;
import dev.perplex.lm.DynamicReader;
import dev.perplex.lm.DynamicSettings;

/** The engine's own model, to be asked. Readers share its parameters, which nobody may change. */
public final class FusedModel implements AdaptiveModel {
  private final Parameters parameters;

  public FusedModel(Parameters parameters) {
    this.parameters = parameters;
  }

  public Parameters parameters() {
    return parameters;
  }

  @Override
  public int vocabulary() {
    return parameters.shape().vocabulary();
  }

  @Override
  public LanguageReader reader() {
    return new FusedReader(parameters);
  }

  @Override
  public LanguageReader reader(DynamicSettings settings) {
    return new DynamicReader(new FusedLearner(parameters, settings), settings);
  }
}
