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
   * Brings parameters, and what it remembers, to where steps of zero gradient bring them.
   *
   * @param steps at least 1
   * @param rate of each of them
   * @param before number of the step before the first of them
   */
  void rest(float[] w, float[][] moments, int length, long steps, double rate, long before);

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
