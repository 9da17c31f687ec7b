package dev.perplex.lm;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.lm.OptimizerSettings.Method;
import dev.perplex.lm.RegularizationSettings.Masking;
import dev.perplex.lm.ScheduleSettings.Course;
import dev.perplex.lm.SoftmaxSettings.Sampling;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class TrainingSettingsTest {

  private static void refused(String message, ThrowingCallable making) {
    assertThatThrownBy(making).hasMessage(message);
  }

  @Test
  void anOptimizerOutOfBoundsIsNamed() {
    refused("weight-decay = 1.0 is not in [0, 1)", () -> optimizer(1, .9, .9, 1, 1));
    refused("weight-decay = NaN is not in [0, 1)", () -> optimizer(Double.NaN, .9, .9, 1, 1));
    refused("beta1 = 1.0 is not in [0, 1)", () -> optimizer(0, 1, .9, 1, 1));
    refused("beta2 = -0.1 is not in [0, 1)", () -> optimizer(0, .9, -.1, 1, 1));
    refused("epsilon = 0 is not above 0", () -> optimizer(0, .9, .9, 0, 1));
    refused("patience = 0 is below 1", () -> optimizer(0, .9, .9, 1, 0));
    optimizer(0, 0, 0, 1e-12, 1);
  }

  private static OptimizerSettings optimizer(
      double decay, double beta1, double beta2, double epsilon, int patience) {
    return new OptimizerSettings(Method.ADAMW, decay, beta1, beta2, epsilon, patience);
  }

  @Test
  void aScheduleOutOfBoundsIsNamed() {
    refused("constant-epochs = -1 is below 0", () -> schedule(-1, 2, 0, 0, 0));
    refused("divisor = 0.5 is below 1", () -> schedule(0, .5, 0, 0, 0));
    refused("patience = -1 is below 0", () -> schedule(0, 2, -1, 0, 0));
    refused("warm-up = 1.1 is not between 0 and 1", () -> schedule(0, 2, 0, 1.1, 0));
    refused("floor = -0.1 is not between 0 and 1", () -> schedule(0, 2, 0, 0, -.1));
    schedule(0, 1, 0, 1, 1);
  }

  private static ScheduleSettings schedule(
      int epochs, double divisor, int patience, double warmUp, double floor) {
    return new ScheduleSettings(Course.DECAY, epochs, divisor, patience, warmUp, floor);
  }

  @Test
  void aRegularizationOutOfBoundsIsNamed() {
    refused("input = 1.0 is not in [0, 1)", () -> regularization(1, 0, 0, 0, 0, 0, 0));
    refused("hidden = -0.1 is not in [0, 1)", () -> regularization(0, -.1, 0, 0, 0, 0, 0));
    refused("output = 1.0 is not in [0, 1)", () -> regularization(0, 0, 1, 0, 0, 0, 0));
    refused("words = 1.0 is not in [0, 1)", () -> regularization(0, 0, 0, 1, 0, 0, 0));
    refused("weights = NaN is not in [0, 1)", () -> regularization(0, 0, 0, 0, Double.NaN, 0, 0));
    refused("activation = -1.0 is below 0", () -> regularization(0, 0, 0, 0, 0, -1, 0));
    refused("temporal = -1.0 is below 0", () -> regularization(0, 0, 0, 0, 0, 0, -1));
    regularization(.5, .5, .5, .5, .5, 2, 1);
  }

  private static RegularizationSettings regularization(
      double input,
      double hidden,
      double output,
      double words,
      double weights,
      double activation,
      double temporal) {
    return new RegularizationSettings(
        Masking.STEP, input, hidden, output, words, weights, activation, temporal);
  }

  @Test
  void aSoftmaxOutOfBoundsIsNamed() {
    refused("cutoffs = [2, 2] do not rise from above 0", () -> softmax(List.of(2, 2), 4, 1, 1));
    refused("cutoffs = [0] do not rise from above 0", () -> softmax(List.of(0), 4, 1, 1));
    refused("factor = 0 is below 1", () -> softmax(List.of(2), 0, 1, 1));
    refused("samples = 0 is below 1", () -> softmax(List.of(2), 4, 0, 1));
    refused("power = 1.5 is not between 0 and 1", () -> softmax(List.of(2), 4, 1, 1.5));
    for (double threshold : new double[] {-0.1, 1.5, Double.NaN}) {
      refused(
          "gradient-threshold = " + threshold + " is not between 0 and 1",
          () -> softmax(List.of(2), 4, 1, 1, threshold));
    }
    softmax(List.of(), 1, 1, 0);
  }

  private static SoftmaxSettings softmax(
      List<Integer> cutoffs, int factor, int samples, double power) {
    return softmax(cutoffs, factor, samples, power, 0);
  }

  private static SoftmaxSettings softmax(
      List<Integer> cutoffs, int factor, int samples, double power, double threshold) {
    return new SoftmaxSettings(
        SoftmaxSettings.Kind.SAMPLED, cutoffs, factor, samples, power, Sampling.NCE, threshold);
  }
}
