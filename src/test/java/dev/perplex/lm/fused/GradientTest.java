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

  /** A minibatch of so few rows does not lay out the weights of the recurrence. */
  @ParameterizedTest
  @MethodSource("shapes")
  void gradientsOfFewRowsAreThoseOfTheLoss(NetworkShape shape) {
    Parameters parameters = Networks.drawn(shape, 1);
    Minibatch few = Networks.minibatch(shape.vocabulary(), 1, 3, 2);
    assertThat(farthest(parameters, Networks.replica(parameters, 1, 3), few)).isLessThan(2e-5);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void nothingIsCarriedIntoADocumentOrBackOutOfIt(NetworkShape shape) {
    for (int lanes : new int[] {LANES, 5}) {
      Parameters parameters = Networks.drawn(shape, 1);
      Minibatch through = Networks.minibatch(shape.vocabulary(), lanes, STEPS, 2);
      boolean[] starts = new boolean[lanes * STEPS];
      for (int lane = 0; lane < lanes; lane++) {
        starts[lane * STEPS] = true; // or the state would come from the minibatch before
      }
      starts[STEPS + 2] = true; // lane 1
      starts[2 * STEPS + 1] = true;
      starts[2 * STEPS + 2] = true;
      starts[2 * STEPS + 3] = true; // the last step
      Minibatch restarting =
          new Minibatch(lanes, STEPS, through.inputs(), through.labels(), starts);
      Replica replica = Networks.replica(parameters, lanes, STEPS);
      replica.gradients(through, 0); // leaves a state
      assertThat(farthest(parameters, replica, restarting)).isLessThan(2e-5);
      replica.resetState();
      assertThat(farthest(parameters, replica, through)).isLessThan(2e-5);
    }
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
    int words = parameters.shape().vocabulary();
    return farthest(parameters, replica, Networks.minibatch(words, LANES, STEPS, 2));
  }

  private static double farthest(Parameters parameters, Replica replica, Minibatch minibatch) {
    int lanes = minibatch.lanes();
    int steps = minibatch.steps();
    int[] ids = Networks.timeMajor(minibatch.inputs(), lanes, steps);
    int[] labels = Networks.timeMajor(minibatch.labels(), lanes, steps);
    boolean[] starts = minibatch.starts();
    ReferenceNetwork reference = new ReferenceNetwork(parameters);
    double loss = replica.gradients(minibatch, 0);
    assertThat(loss).isCloseTo(reference.loss(ids, labels, starts, lanes, steps), within(1e-4));
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
        double above = reference.loss(ids, labels, starts, lanes, steps);
        reference.nudge(tensor.name(), at, -NUDGE);
        double below = reference.loss(ids, labels, starts, lanes, steps);
        double expected = (above - below) / (2 * NUDGE) / lanes;
        farthest = Math.max(farthest, Math.abs(expected - dense[at]));
      }
    }
    return farthest;
  }
}
