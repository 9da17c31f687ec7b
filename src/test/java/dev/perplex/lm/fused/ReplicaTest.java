package dev.perplex.lm.fused;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.perplex.eval.LanguageReader;
import dev.perplex.lm.Cell;
import dev.perplex.lm.Minibatch;
import dev.perplex.lm.OptimizerSettings;
import dev.perplex.vocab.Vocabulary;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReplicaTest {
  private static final int LANES = 4;

  private static NetworkShape shape(Cell cell) {
    return new NetworkShape(17, 6, 10, 2, cell, SoftmaxKind.FULL);
  }

  /** Columns {@code from} to {@code to} of a minibatch. */
  private static Minibatch part(Minibatch whole, int from, int to) {
    int steps = to - from;
    int[] inputs = new int[whole.lanes() * steps];
    int[] labels = new int[inputs.length];
    for (int lane = 0; lane < whole.lanes(); lane++) {
      System.arraycopy(whole.inputs(), lane * whole.steps() + from, inputs, lane * steps, steps);
      System.arraycopy(whole.labels(), lane * whole.steps() + from, labels, lane * steps, steps);
    }
    return new Minibatch(whole.lanes(), steps, inputs, labels);
  }

  @ParameterizedTest
  @EnumSource(Cell.class)
  void theStateIsCarriedFromMinibatchToMinibatch(Cell cell) {
    Parameters parameters = Networks.drawn(shape(cell), 3);
    Minibatch whole = Networks.minibatch(17, LANES, 9, 4);
    double expected = Networks.replica(parameters, LANES, 9).step(whole, 0, 0).loss();
    Replica replica = Networks.replica(parameters, LANES, 9);
    double first = replica.step(part(whole, 0, 5), 0, 0).loss();
    float[] state = replica.state();
    double second = replica.step(part(whole, 5, 9), 0, 0).loss();
    assertThat(first + second).isCloseTo(expected, within(1e-4));

    Replica resumed = Networks.replica(parameters, LANES, 9);
    resumed.state(state);
    assertThat(resumed.step(part(whole, 5, 9), 0, 0).loss()).isEqualTo(second);
    resumed.resetState();
    assertThat(resumed.step(part(whole, 5, 9), 0, 0).loss()).isNotEqualTo(second);
  }

  @ParameterizedTest
  @EnumSource(Cell.class)
  void aReaderSeesTheTrainedLosses(Cell cell) {
    Parameters parameters = Networks.drawn(shape(cell), 3);
    Minibatch minibatch = Networks.minibatch(17, 1, 9, 4);
    int[] ids = Arrays.copyOf(minibatch.inputs(), 10);
    ids[0] = Vocabulary.EOS_ID;
    int[] next = Arrays.copyOfRange(ids, 1, 10);
    Minibatch text = new Minibatch(1, 9, Arrays.copyOf(ids, 9), next);
    double expected = Networks.replica(parameters, 1, 9).step(text, 0, 0).loss();

    LanguageReader reader = new FusedModel(parameters).reader();
    double[] losses = reader.losses(next);
    assertThat(Arrays.stream(losses).sum()).isCloseTo(expected, within(1e-4));
    reader.reset();
    float[] logs = new float[17];
    for (int i = 0; i < next.length; i++) {
      reader.logProbabilities(logs);
      double sum = 0;
      for (float log : logs) {
        sum += Math.exp(log);
      }
      assertThat(sum).isCloseTo(1, within(1e-5));
      assertThat((double) -logs[next[i]]).isCloseTo(losses[i], within(1e-5));
      if (i == 4) {
        break;
      }
      reader.read(next[i]);
    }
    // Asked in between, the rest is the same.
    double[] rest = reader.losses(Arrays.copyOfRange(next, 4, 9));
    for (int i = 0; i < rest.length; i++) {
      assertThat(rest[i]).isCloseTo(losses[4 + i], within(1e-5));
    }
  }

  /**
   * One unit, one word vector of length 1, all weights 1, biases 0, from the zero state: each sum
   * is x; c = s(x) tanh(x), h = s(x) tanh(c).
   */
  @Test
  void oneUnitByHand() {
    Parameters parameters =
        new Parameters(new NetworkShape(2, 1, 1, 1, Cell.LSTM, SoftmaxKind.FULL));
    parameters.tensor("embedding.weight").values()[1] = 0.5f;
    Arrays.fill(parameters.tensor("rnn.weight_ih_l0").values(), 1);
    Arrays.fill(parameters.tensor("rnn.weight_hh_l0").values(), 1);
    parameters.tensor("softmax.weight").values()[1] = 1;
    // s(.5) = .6224593, tanh(.5) = .4621172, c = .2876491, tanh(c) = .2799702, h = .1742701,
    // loss of word 0: log(1 + e^h) = .7840731
    Minibatch one = new Minibatch(1, 1, new int[] {1}, new int[] {0});
    Replica replica = Networks.replica(parameters, 1, 1);
    assertThat(replica.step(one, 0, 0).loss()).isCloseTo(.7840731, within(1e-6));
    assertThat(replica.state()[0]).isCloseTo(.1742701f, within(1e-6f));
    assertThat(replica.state()[1]).isCloseTo(.2876491f, within(1e-6f));
  }

  @Test
  void clippingBoundsTheStepByTheWholeGradientsNorm() {
    Minibatch minibatch = Networks.minibatch(17, LANES, 5, 4);
    double norm = 0;
    double[] moved = new double[2];
    for (int i = 0; i < 2; i++) {
      Parameters parameters = Networks.drawn(shape(Cell.LSTM), 3);
      Parameters before = Networks.drawn(shape(Cell.LSTM), 3);
      Replica replica =
          new Replica(
              parameters,
              LANES,
              5,
              i == 0 ? 0 : 0.25,
              OptimizerSettings.plain(),
              Masks.NONE,
              OutputPenalty.NONE);
      norm = replica.step(minibatch, 1, 0).gradientNorm();
      for (Tensor tensor : parameters.all()) {
        float[] old = before.tensor(tensor.name()).values();
        for (int j = 0; j < old.length; j++) {
          moved[i] += Math.pow(tensor.values()[j] - old[j], 2);
        }
      }
    }
    assertThat(norm).isGreaterThan(0.25);
    assertThat(Math.sqrt(moved[0])).isCloseTo(norm, within(1e-5));
    assertThat(Math.sqrt(moved[1])).isCloseTo(0.25, within(1e-5));
  }

  @Test
  void onlyTheWordsOfMinibatchesAreTouched() {
    Replica replica = Networks.replica(Networks.drawn(shape(Cell.LSTM), 3), 1, 3);
    replica.step(new Minibatch(1, 3, new int[] {5, 2, 5}, new int[] {1, 2, 3}), 1, 0);
    Tensor words = replica.named().tensor("embedding.weight");
    boolean[] touched = replica.touchedRows(words);
    for (int id = 0; id < touched.length; id++) {
      assertThat(touched[id]).isEqualTo(id == 5 || id == 2);
    }
    assertThat(replica.touchedRows(replica.named().tensor("softmax.weight"))).isNull();
    replica.forgetTouched();
    assertThat(replica.touchedRows(words)).containsOnly(false);
  }

  @Test
  void whatIsNotFiniteMovesNothing() {
    Parameters parameters = Networks.drawn(shape(Cell.LSTM), 3);
    parameters.tensor("softmax.bias").values()[3] = Float.NaN;
    Replica replica = Networks.replica(parameters, LANES, 5);
    StepFigures figures = replica.step(Networks.minibatch(17, LANES, 5, 4), 1, 0);
    assertThat(figures.isFinite()).isFalse();
    assertThat(parameters.tensor("rnn.weight_hh_l0").values())
        .isEqualTo(Networks.drawn(shape(Cell.LSTM), 3).tensor("rnn.weight_hh_l0").values());
  }

  @Test
  void aMinibatchThatDoesNotFitIsRefused() {
    Replica replica = Networks.replica(Networks.drawn(shape(Cell.LSTM), 3), LANES, 3);
    assertThatThrownBy(() -> replica.step(Networks.minibatch(17, LANES, 4, 1), 1, 0))
        .hasMessage("a minibatch of 4 lanes and 4 time steps in room for 4 and 3");
  }

  @Test
  void learnsToRepeat() {
    // Each word follows itself: chance is log 17 = 2.83 nats.
    Parameters parameters =
        new Parameters(new NetworkShape(17, 16, 16, 1, Cell.LSTM, SoftmaxKind.FULL));
    new InitialWeights(0.5, 1).draw(parameters, 1);
    Replica replica =
        new Replica(
            parameters, 8, 10, 5, OptimizerSettings.plain(), Masks.NONE, OutputPenalty.NONE);
    double last = 0;
    for (int step = 0; step < 500; step++) {
      int[] ids = Networks.minibatch(17, 8, 10, step).inputs();
      last = replica.step(new Minibatch(8, 10, ids, ids), 1, step).loss() / 80;
    }
    assertThat(last).isLessThan(Math.log(17) / 4);
  }

  /** One in three dropped everywhere, always the same. */
  private static final class SomeMasks implements Masks {
    private static float[] mask(int length, int offset) {
      float[] mask = new float[length];
      for (int i = 0; i < length; i++) {
        mask[i] = (i + offset) % 3 == 0 ? 0 : 1.5f;
      }
      return mask;
    }

    @Override
    public void draw(int lanes, int steps, long seed) {}

    @Override
    public float[] inputs(int place) {
      return place == 1 ? null : mask(LANES * 5 * 10, place);
    }

    @Override
    public float[] words() {
      return mask(17, 1);
    }

    @Override
    public float[] recurrentWeights(int layer) {
      return layer == 0 ? mask(4 * 10 * 10, 2) : null;
    }
  }

  /** Along the gradient, the loss rises by the square of its norm. */
  @ParameterizedTest
  @EnumSource(Cell.class)
  void gradientsSeeTheMasks(Cell cell) {
    double step = 1e-2;
    double[] losses = new double[2];
    double norm = 0;
    for (int side = 0; side < 2; side++) {
      Replica replica =
          new Replica(
              Networks.drawn(shape(cell), 3),
              LANES,
              5,
              0,
              OptimizerSettings.plain(),
              new SomeMasks(),
              OutputPenalty.NONE);
      Minibatch minibatch = Networks.minibatch(17, LANES, 5, 4);
      norm = replica.step(minibatch, side == 0 ? step : -step, 0).gradientNorm();
      replica.resetState();
      losses[side] = replica.step(minibatch, 0, 0).loss() / LANES;
    }
    assertThat((losses[1] - losses[0]) / (2 * step)).isCloseTo(norm * norm, withinPercentage(1));
  }

  @Test
  void rightWordsOfHighAndLateScoresKeepTheirLoss() {
    // The first block of the softmax has scores near 0, the second one of 100: exp of which, times
    // words, would overflow a float.
    Parameters parameters =
        new Parameters(new NetworkShape(1500, 2, 2, 1, Cell.RNN, SoftmaxKind.FULL));
    parameters.tensor("softmax.bias").values()[1400] = 100;
    Minibatch one = new Minibatch(1, 1, new int[] {1}, new int[] {3});
    Replica replica = Networks.replica(parameters, 1, 1);
    assertThat(replica.step(one, 0, 0).loss()).isCloseTo(100, within(1e-4));
    Gradient bias = replica.network().gradients().get(replica.network().gradients().size() - 1);
    assertThat(bias.values()[1400]).isCloseTo(1, within(1e-5f));
    assertThat(bias.values()[3]).isCloseTo(-1, within(1e-5f));
    assertThat(bias.values()[4]).isCloseTo(0, within(1e-5f));
  }
}
