package dev.perplex.lm.spark;

/** How good a model is on text that it was not trained on. */
@FunctionalInterface
public interface Validation {

  /**
   * @param model as {@link dev.perplex.lm.ModelFile} has it
   * @return mean loss, nats a token
   */
  double loss(byte[] model);
}
