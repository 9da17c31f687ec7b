package dev.perplex.lm.fused;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.lm.Cell;
import dev.perplex.lm.Minibatch;
import dev.perplex.lm.OptimizerSettings;
import dev.perplex.lm.OptimizerSettings.Method;
import dev.perplex.lm.RegularizationSettings;
import dev.perplex.lm.RegularizationSettings.Masking;
import dev.perplex.lm.SoftmaxSettings;
import dev.perplex.lm.SoftmaxSettings.Sampling;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Optimizers, regularizers and softmaxes at work in a network. */
class TrainingTest {
  private static final int WORDS = 40;
  private static final int LANES = 8;
  private static final int STEPS = 10;
  private static final double CHANCE = Math.log(WORDS); // nats a token

  private static NetworkShape shape(SoftmaxKind softmax) {
    return new NetworkShape(WORDS, 12, 16, 2, Cell.LSTM, softmax, List.of(10, 25), 2);
  }

  private static OptimizerSettings adamW() {
    return OptimizerSettings.usual(Method.ADAMW);
  }

  private static Parameters drawn(SoftmaxKind softmax) {
    Parameters parameters = new Parameters(shape(softmax));
    new InitialWeights(0, 1).draw(parameters, 3);
    return parameters;
  }

  /** Random words, whose label is the next id: what a model that learns has to find. */
  private static Minibatch next(int seed) {
    int[] inputs = Networks.minibatch(WORDS, LANES, STEPS, seed).inputs();
    int[] labels = new int[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      labels[i] = (inputs[i] + 1) % WORDS;
    }
    return new Minibatch(LANES, STEPS, inputs, labels);
  }

  /** Exact loss a token after some steps, nats. */
  private static double after(Replica replica, int steps, double rate) {
    for (int i = 0; i < steps; i++) {
      StepFigures figures = replica.step(next(i), rate, i);
      assertThat(figures.isFinite()).isTrue();
    }
    Network network = new Network(replica.named(), LANES, STEPS);
    Minibatch minibatch = next(-1);
    double[] losses = new double[LANES * STEPS];
    network.losses(
        Networks.timeMajor(minibatch.inputs(), LANES, STEPS),
        Networks.timeMajor(minibatch.labels(), LANES, STEPS),
        STEPS,
        losses);
    double sum = 0;
    for (double loss : losses) {
      sum += loss;
    }
    return sum / losses.length;
  }

  @ParameterizedTest
  @EnumSource
  void everyOptimizerLearns(Method method) {
    double rate =
        switch (method) {
          case SGD, NT_ASGD -> 2;
          case ADAGRAD -> 0.1;
          case RMSPROP -> 0.003;
          case ADAMW -> 0.01;
        };
    OptimizerSettings settings = OptimizerSettings.usual(method);
    Replica replica =
        Replica.of(
            drawn(SoftmaxKind.FULL), LANES, STEPS, 5, settings, RegularizationSettings.none());
    assertThat(after(replica, 1500, rate)).isLessThan(CHANCE / 2);
  }

  @ParameterizedTest
  @EnumSource
  void everySoftmaxLearns(SoftmaxKind softmax) {
    Replica replica =
        Replica.of(drawn(softmax), LANES, STEPS, 5, adamW(), RegularizationSettings.none());
    assertThat(after(replica, 1500, 0.01)).isLessThan(CHANCE / 2);
  }

  /** At most five words a row on average, of 40. */
  @ParameterizedTest
  @EnumSource(names = {"FULL", "TIED"})
  void everySoftmaxLearnsFromFewWords(SoftmaxKind softmax) {
    Replica replica =
        Replica.of(drawn(softmax), LANES, STEPS, 5, adamW(), RegularizationSettings.none(), 0.2);
    assertThat(after(replica, 1500, 0.01)).isLessThan(CHANCE / 2);
  }

  @ParameterizedTest
  @EnumSource
  void everySampledLossLearns(Sampling loss) {
    SoftmaxSettings settings =
        new SoftmaxSettings(SoftmaxSettings.Kind.SAMPLED, List.of(), 4, 15, 0.75, loss, 0);
    Replica replica = sampling(settings, drawn(SoftmaxKind.FULL));
    assertThat(after(replica, 2000, 0.01)).isLessThan(CHANCE / 2);
    assertThat(replica.touchedRows(replica.named().tensor(Parameters.SOFTMAX))).isNotNull();
  }

  private static Replica sampling(SoftmaxSettings settings, Parameters parameters) {
    long[] counts = new long[WORDS];
    java.util.Arrays.fill(counts, 5);
    InitialWeights.startAtFrequencies(parameters, counts); // without it, NCE has to find them first
    return Replica.sampling(
        parameters, LANES, STEPS, 5, adamW(), RegularizationSettings.none(), settings, counts);
  }

  @Test
  void wordsAreDrawnForAFullSoftmaxAlone() {
    assertThatThrownBy(() -> sampling(SoftmaxSettings.usual(), drawn(SoftmaxKind.TIED)))
        .hasMessage("words are drawn for a full softmax alone");
  }

  @ParameterizedTest
  @EnumSource
  void learnsUnderAllRegularizersAtOnceAndToTheSameBits(Masking masking) {
    RegularizationSettings all = new RegularizationSettings(masking, .1, .1, .1, .05, .1, .01, .01);
    Replica replica = Replica.of(drawn(SoftmaxKind.FULL), LANES, STEPS, 5, adamW(), all);
    Replica again = Replica.of(drawn(SoftmaxKind.FULL), LANES, STEPS, 5, adamW(), all);
    assertThat(after(replica, 500, 0.01)).isLessThan(CHANCE / 2);
    after(again, 500, 0.01);
    for (int i = 0; i < replica.parameters().size(); i++) {
      assertThat(again.parameters().get(i).values())
          .containsExactly(replica.parameters().get(i).values());
    }
  }

  @Test
  void averagesComeAfterTheTrigger() {
    Replica replica =
        Replica.of(
            drawn(SoftmaxKind.FULL),
            LANES,
            STEPS,
            5,
            OptimizerSettings.usual(Method.NT_ASGD),
            RegularizationSettings.none());
    after(replica, 3, 1);
    assertThat(replica.averages()).isEmpty();
    replica.validated(1, 2, 3, 4, 5, 6, 7);
    after(replica, 3, 1);
    assertThat(replica.averages()).hasSameSizeAs(replica.parameters());
  }
}
