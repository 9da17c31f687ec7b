package dev.perplex.lm.fused;

import dev.perplex.lm.OptimizerSettings;

/**
 * How a stretch of parameters moves against its gradient. Loops go over whole arrays from their
 * start and over one element at a time, a form of which C2 makes vector instructions; they give the
 * same bits with and without.
 */
interface UpdateRule {

  /** Names of what it remembers for each parameter, in the order that {@link #move} takes them. */
  String[] moments();

  /**
   * Brings what it remembers to where {@code steps} steps of zero gradient bring it.
   *
   * @param steps at least 1
   */
  void rest(float[][] moments, int length, double steps);

  /**
   * @param w parameters
   * @param g their gradients
   * @param moments one array for each of {@link #moments}
   * @param scale what the gradients are multiplied by first
   * @param step the step's number, from 1
   */
  void move(
      float[] w, float[] g, float[][] moments, int length, double rate, double scale, long step);

  static UpdateRule of(OptimizerSettings settings) {
    return switch (settings.method()) {
      case SGD, NT_ASGD -> new Sgd();
      case ADAGRAD -> new AdaGrad(settings.epsilon());
      case RMSPROP -> new RmsProp(settings.beta2(), settings.epsilon());
      case ADAMW -> new Adam(settings.beta1(), settings.beta2(), settings.epsilon());
    };
  }
}
