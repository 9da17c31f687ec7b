package dev.perplex.lm;

import dev.perplex.provenance.Check;
import java.io.Serializable;
import java.util.Objects;

/**
 * How gradients move the parameters of the engine {@code fused}. The learning rate stands beside
 * it, and its course in {@link ScheduleSettings}.
 *
 * @param method the rule
 * @param weightDecay share of each parameter that a step takes away, times the learning rate:
 *     decoupled from the gradient (Loshchilov and Hutter 2019). For {@code sgd} it is the same as
 *     an L2 penalty
 * @param beta1 share of the mean gradient that a step keeps; {@code adamw} alone
 * @param beta2 share of the mean squared gradient that a step keeps; {@code adamw} and {@code
 *     rmsprop}
 * @param epsilon added to the root of the squares; {@code sgd} and {@code nt-asgd} have none
 * @param patience validations without a new best after which {@code nt-asgd} starts to average
 */
public record OptimizerSettings(
    Method method, double weightDecay, double beta1, double beta2, double epsilon, int patience)
    implements Serializable {

  /** The rule by which a step moves parameters. */
  public enum Method {
    /** Against the gradient; remembers nothing. */
    SGD,
    /** By the root of the sum of all squared gradients so far (Duchi et al. 2011). */
    ADAGRAD,
    /** By the root of a moving mean of squared gradients (Hinton 2012, lecture 6e). */
    RMSPROP,
    /** Adam with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2). */
    ADAMW,
    /** SGD whose weights are averaged once validations stop to improve (Merity et al. 2017). */
    NT_ASGD;

    /** Numbers that are remembered for each parameter. */
    public int states() {
      return switch (this) {
        case SGD, NT_ASGD -> 0;
        case ADAGRAD, RMSPROP -> 1;
        case ADAMW -> 2;
      };
    }
  }

  public OptimizerSettings {
    Objects.requireNonNull(method, "method");
    Check.that(
        weightDecay >= 0 && weightDecay < 1, "weight-decay", weightDecay, "is not in [0, 1)");
    Check.that(beta1 >= 0 && beta1 < 1, "beta1", beta1, "is not in [0, 1)");
    Check.that(beta2 >= 0 && beta2 < 1, "beta2", beta2, "is not in [0, 1)");
    Check.positive("epsilon", epsilon);
    Check.atLeast("patience", patience, 1);
  }

  /** Gradient descent with nothing added. */
  public static OptimizerSettings plain() {
    return usual(Method.SGD);
  }

  /** The rule at its usual constants: what tests and tools start from. */
  public static OptimizerSettings usual(Method method) {
    return new OptimizerSettings(method, 0, 0.9, 0.999, 1e-8, 5);
  }
}
