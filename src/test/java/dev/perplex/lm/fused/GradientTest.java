package dev.perplex.lm.fused;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.perplex.lm.Cell;
import dev.perplex.lm.Minibatch;
import dev.perplex.lm.OptimizerSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Loss and gradients of every cell and softmax against a reference in double. */
class GradientTest {
  private static final int LANES = 3;
  private static final int STEPS = 4;
  private static final double NUDGE = 1e-5;

  static Stream<NetworkShape> shapes() {
    List<NetworkShape> shapes = new ArrayList<>();
    for (Cell cell : Cell.values()) {
      // Sizes around the lanes of a vector, words over a block of the softmax.
      shapes.add(new NetworkShape(13, 5, 9, 2, cell, SoftmaxKind.FULL));
      shapes.add(new NetworkShape(11, 6, 6, 2, cell, SoftmaxKind.TIED));
    }
    shapes.add(new NetworkShape(11, 5, 8, 1, Cell.LSTM, SoftmaxKind.TIED));
    shapes.add(new NetworkShape(1030, 3, 4, 1, Cell.LSTM, SoftmaxKind.FULL));
    return shapes.stream();
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void gradientsAreThoseOfTheLoss(NetworkShape shape) {
    Parameters parameters = Networks.drawn(shape, 1);
    assertThat(farthest(parameters, Networks.replica(parameters, LANES, STEPS))).isLessThan(2e-5);
  }

  @Test
  void aWrongGradientIsSeen() {
    NetworkShape shape = new NetworkShape(13, 5, 9, 2, Cell.LSTM, SoftmaxKind.FULL);
    Parameters parameters = Networks.drawn(shape, 1);
    OutputPenalty wrong =
        (outputs, dropped, lanes, steps, hidden, toOutputs, toDropped) -> toOutputs[7] += 0.001f;
    Replica replica =
        new Replica(parameters, LANES, STEPS, 0, OptimizerSettings.plain(), Masks.NONE, wrong);
    assertThat(farthest(parameters, replica)).isGreaterThan(5e-5);
  }

  /** The greatest difference of an element of any gradient, and of the loss. */
  private static double farthest(Parameters parameters, Replica replica) {
    NetworkShape shape = parameters.shape();
    Minibatch minibatch = Networks.minibatch(shape.vocabulary(), LANES, STEPS, 2);
    int[] ids = Networks.timeMajor(minibatch.inputs(), LANES, STEPS);
    int[] labels = Networks.timeMajor(minibatch.labels(), LANES, STEPS);
    ReferenceNetwork reference = new ReferenceNetwork(parameters);
    double loss = replica.gradients(minibatch, 0);
    assertThat(loss).isCloseTo(reference.loss(ids, labels, LANES, STEPS), within(1e-4));
    double farthest = 0;
    List<Tensor> tensors = parameters.all();
    for (int i = 0; i < tensors.size(); i++) {
      Tensor tensor = tensors.get(i);
      Gradient gradient = replica.network().gradients().get(i);
      assertThat(gradient.tensor()).isSameAs(tensor);
      float[] dense = new float[tensor.values().length];
      for (int row = 0; row < gradient.count(); row++) {
        System.arraycopy(
            gradient.values(),
            row * tensor.columns(),
            dense,
            gradient.row(row) * tensor.columns(),
            tensor.columns());
      }
      int stride = Math.max(1, dense.length / 100);
      for (int at = 0; at < dense.length; at += stride) {
        reference.nudge(tensor.name(), at, NUDGE);
        double above = reference.loss(ids, labels, LANES, STEPS);
        reference.nudge(tensor.name(), at, -NUDGE);
        double below = reference.loss(ids, labels, LANES, STEPS);
        double expected = (above - below) / (2 * NUDGE) / LANES;
        farthest = Math.max(farthest, Math.abs(expected - dense[at]));
      }
    }
    return farthest;
  }
}
