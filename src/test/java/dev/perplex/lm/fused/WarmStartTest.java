package dev.perplex.lm.fused;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.perplex.lm.Cell;
import dev.perplex.lm.Minibatch;
import dev.perplex.lm.ModelSettings;
import dev.perplex.lm.ModelSettings.Start;
import dev.perplex.lm.SoftmaxSettings;
import dev.perplex.lm.SoftmaxSettings.Kind;
import dev.perplex.lm.TrainSettings;
import dev.perplex.lm.Updater;
import dev.perplex.provenance.ExitCode;
import dev.perplex.provenance.PerplexException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WarmStartTest {
  private static final int OLD = 7;
  private static final TrainSettings TRAIN =
      new TrainSettings("fused", 1, 2, 3, 1, 0, 0, 1, Updater.SGD, 1, 5, 0, 1);

  /** Six words, of which the new ids 2 and 5 are new, and the old 3 and 4 have changed places. */
  private static final int[] ROWS = {0, 1, -1, 4, 3, -1};

  private static SoftmaxSettings softmax(Kind kind, Integer... cutoffs) {
    SoftmaxSettings usual = SoftmaxSettings.usual();
    return new SoftmaxSettings(
        kind, List.of(cutoffs), 2, 3, usual.power(), usual.loss(), usual.gradientThreshold());
  }

  private static ModelSettings model(Cell cell, int hidden, SoftmaxSettings softmax) {
    return new ModelSettings(cell, 2, hidden, 4, Start.RANDOM, softmax, 0, 1);
  }

  private static Parameters trained(ModelSettings model, int words) {
    Parameters parameters = new Parameters(NetworkShape.of(model, words));
    Random random = new Random(5);
    for (Tensor tensor : parameters.all()) {
      for (int i = 0; i < tensor.values().length; i++) {
        tensor.values()[i] = random.nextFloat() - 0.5f;
      }
    }
    return parameters;
  }

  private static long[] counts(int words) {
    long[] counts = new long[words];
    Arrays.setAll(counts, id -> 100 / (id + 1));
    return counts;
  }

  private static Parameters cold(ModelSettings model) {
    return new NetworkPlan(model, TRAIN, counts(ROWS.length), null).start();
  }

  private static Parameters warm(ModelSettings model, Parameters from) {
    WarmStart start = new WarmStart(from, ROWS);
    WarmStart.check(from.shape(), NetworkShape.of(model, ROWS.length), "old");
    assertThat(start.known()).isEqualTo(4);
    return new NetworkPlan(model, TRAIN, counts(ROWS.length), null, start).start();
  }

  private static float[] row(Tensor tensor, int row) {
    int columns = tensor.columns();
    return Arrays.copyOfRange(tensor.values(), row * columns, (row + 1) * columns);
  }

  private static void assertWords(Tensor warm, Tensor old, Tensor cold) {
    for (int id = 0; id < ROWS.length; id++) {
      assertThat(row(warm, id))
          .as("%s of %d", warm.name(), id)
          .isEqualTo(ROWS[id] < 0 ? row(cold, id) : row(old, ROWS[id]));
    }
  }

  @ParameterizedTest
  @EnumSource
  void layersAreTakenAsTheyAreAndVectorsWordByWord(Cell cell) {
    ModelSettings model = model(cell, 4, softmax(Kind.FULL));
    Parameters old = trained(model, OLD);
    Parameters warm = warm(model, old);
    Parameters cold = cold(model);
    for (Tensor tensor : warm.all()) {
      if (tensor.name().startsWith("rnn.")) {
        assertThat(tensor.values()).isEqualTo(old.tensor(tensor.name()).values());
      } else if (!tensor.name().equals(Parameters.SOFTMAX_BIAS)) {
        assertWords(tensor, old.tensor(tensor.name()), cold.tensor(tensor.name()));
      }
    }
  }

  /**
   * By hand: new words start at their log share, moved as training has moved the others on average.
   */
  @Test
  void biasesOfNewWordsAreOnTheScaleOfTheOthers() {
    ModelSettings model = model(Cell.LSTM, 4, softmax(Kind.FULL));
    Parameters old = trained(model, OLD);
    float[] warm = warm(model, old).tensor(Parameters.SOFTMAX_BIAS).values();
    float[] was = old.tensor(Parameters.SOFTMAX_BIAS).values();
    float[] cold = cold(model).tensor(Parameters.SOFTMAX_BIAS).values();
    double moved = 0;
    double weight = 0;
    for (int id : new int[] {0, 1, 3, 4}) {
      assertThat(warm[id]).isEqualTo(was[ROWS[id]]);
      moved += Math.exp(cold[id]) * (was[ROWS[id]] - cold[id]);
      weight += Math.exp(cold[id]);
    }
    for (int id : new int[] {2, 5}) {
      assertThat((double) warm[id]).isCloseTo(cold[id] + moved / weight, within(1e-6));
    }
  }

  /** The head has ids 0 to 2, the tails 3 and 4, and 5 on; before, 0 to 2, 3 to 4, and 5 to 6. */
  @Test
  void anAdaptiveSoftmaxTakesWhatStandsWhereItStood() {
    ModelSettings model = model(Cell.LSTM, 4, softmax(Kind.ADAPTIVE, 3, 5));
    Parameters old = trained(model, OLD);
    Parameters warm = warm(model, old);
    Parameters cold = cold(model);
    Tensor head = warm.tensor("softmax.head.weight");
    Tensor oldHead = old.tensor("softmax.head.weight");
    assertThat(row(head, 0)).isEqualTo(row(oldHead, 0));
    assertThat(row(head, 2)).as("new").isEqualTo(row(cold.tensor("softmax.head.weight"), 2));
    float[] biases = warm.tensor("softmax.head.bias").values();
    float[] oldBiases = old.tensor("softmax.head.bias").values();
    float[] coldBiases = cold.tensor("softmax.head.bias").values();
    assertThat(Arrays.copyOf(biases, 2)).isEqualTo(Arrays.copyOf(oldBiases, 2));
    double share0 = Math.exp(coldBiases[0]);
    double share1 = Math.exp(coldBiases[1]);
    double moved =
        (share0 * (oldBiases[0] - coldBiases[0]) + share1 * (oldBiases[1] - coldBiases[1]))
            / (share0 + share1);
    assertThat((double) biases[2]).as("new").isCloseTo(coldBiases[2] + moved, within(1e-6));
    assertThat(Arrays.copyOfRange(biases, 3, 5)).isEqualTo(Arrays.copyOfRange(oldBiases, 3, 5));
    assertThat(row(head, 3)).as("entry of a tail").isEqualTo(row(oldHead, 3));
    assertThat(row(head, 4)).isEqualTo(row(oldHead, 4));
    Tensor tail = warm.tensor("softmax.tail.0.1.weight");
    Tensor oldTail = old.tensor("softmax.tail.0.1.weight");
    assertThat(row(tail, 0)).as("3 was 4").isEqualTo(row(oldTail, 1));
    assertThat(row(tail, 1)).as("4 was 3").isEqualTo(row(oldTail, 0));
    assertThat(warm.tensor("softmax.tail.0.0.weight").values())
        .isEqualTo(old.tensor("softmax.tail.0.0.weight").values());
    assertThat(row(warm.tensor("softmax.tail.1.1.weight"), 0))
        .as("new")
        .isEqualTo(row(cold.tensor("softmax.tail.1.1.weight"), 0));
  }

  /** The law: with the same vocabulary the network is the same, so it gives the same losses. */
  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"FULL", "TIED", "ADAPTIVE"})
  void withTheSameVocabularyItIsTheSameNetwork(Kind kind) {
    ModelSettings model = model(Cell.GRU, 6, softmax(kind, 3, 5));
    Parameters old = trained(model, OLD);
    int[] same = {0, 1, 2, 3, 4, 5, 6};
    Parameters warm =
        new NetworkPlan(model, TRAIN, counts(OLD), null, new WarmStart(old, same)).start();
    for (Tensor tensor : old.all()) {
      assertThat(warm.tensor(tensor.name()).values()).as(tensor.name()).isEqualTo(tensor.values());
    }
  }

  /** Another order of the words is another naming of the same network: the loss is the same. */
  @Test
  void withWordsInAnotherOrderTheLossIsTheSame() {
    ModelSettings model = model(Cell.LSTM, 6, softmax(Kind.FULL));
    Parameters old = trained(model, OLD);
    int[] rows = {0, 1, 6, 5, 4, 3, 2};
    NetworkPlan plan = new NetworkPlan(model, TRAIN, counts(OLD), null);
    NetworkPlan warm = new NetworkPlan(model, TRAIN, counts(OLD), null, new WarmStart(old, rows));
    int[] inputs = {2, 3, 4, 5, 6, 2};
    int[] labels = {3, 4, 5, 6, 2, 3};
    double before = loss(plan, old, inputs, labels);
    double after = loss(warm, warm.start(), renamed(inputs, rows), renamed(labels, rows));
    assertThat(after).isCloseTo(before, within(1e-5));
    assertThat(loss(warm, warm.start(), inputs, labels)).isNotCloseTo(before, within(1e-5));
  }

  private static int[] renamed(int[] ids, int[] rows) {
    return Arrays.stream(ids)
        .map(id -> (int) Arrays.stream(rows).takeWhile(row -> row != id).count())
        .toArray();
  }

  private static double loss(NetworkPlan plan, Parameters parameters, int[] inputs, int[] labels) {
    Replica replica = plan.replica();
    replica.named().load(parameters);
    return replica.step(new Minibatch(2, 3, inputs, labels), 1e-9, 1).loss();
  }

  @Test
  void frozenVectorsStay() {
    float[] vectors = new float[ROWS.length * 4];
    Arrays.fill(vectors, 0.25f);
    ModelSettings random = model(Cell.LSTM, 4, softmax(Kind.FULL));
    WarmStart start = new WarmStart(trained(random, OLD), ROWS);
    for (Start embeddings : new Start[] {Start.WORD2VEC_FROZEN, Start.WORD2VEC_TUNED}) {
      ModelSettings model =
          new ModelSettings(Cell.LSTM, 2, 4, 4, embeddings, softmax(Kind.FULL), 0, 1);
      float[] words =
          new NetworkPlan(model, TRAIN, counts(ROWS.length), vectors, start)
              .start()
              .tensor(Parameters.WORDS)
              .values();
      assertThat(words[0] == 0.25f).isEqualTo(embeddings == Start.WORD2VEC_FROZEN);
      assertThat(words[2 * 4]).as("of a new word").isEqualTo(0.25f);
    }
  }

  @Test
  void anotherShapeIsRefused() {
    SoftmaxSettings full = softmax(Kind.FULL);
    NetworkShape start = NetworkShape.of(model(Cell.LSTM, 4, full), OLD);
    refused(start, model(Cell.LSTM, 5, full), "train.model.hidden = 5", "has 4");
    refused(start, model(Cell.PEEPHOLE_LSTM, 4, full), "cell = peephole-lstm", "has lstm");
    refused(start, model(Cell.LSTM, 4, softmax(Kind.TIED)), "softmax.kind = tied", "has full");
  }

  private static void refused(NetworkShape start, ModelSettings model, String... parts) {
    assertThatThrownBy(() -> WarmStart.check(start, NetworkShape.of(model, ROWS.length), "old"))
        .isInstanceOfSatisfying(
            PerplexException.class,
            e -> {
              assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE);
              assertThat(e.getMessage()).contains(parts).contains("train.start");
            });
  }
}
