package dev.perplex.lm.fused;

import dev.perplex.lm.LanguageModel;
import dev.perplex.lm.LanguageReader;

/** The engine's own model, to be asked. Readers share its parameters, which nobody may change. */
public final class FusedModel implements LanguageModel {
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
}
