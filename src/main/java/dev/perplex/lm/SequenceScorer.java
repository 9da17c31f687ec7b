package dev.perplex.lm;

import dev.perplex.provenance.PerplexException;
import dev.perplex.vocab.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The loss of each token of documents. A document is read from the zero state with {@code <eos>} as
 * the word before its first; each of its tokens is scored. Documents of a call go side by side,
 * sorted by length, in groups of at most {@code lanes} and in chunks of {@code steps} time steps,
 * and only real tokens reach the softmax: the losses depend on the documents of the call alone.
 *
 * <p>Keeps recurrent state in the network while it works, so a network serves one thread.
 */
public final class SequenceScorer {
  private static final int LANES = 32;
  private static final int STEPS = 32;

  private final MultiLayerNetwork network;
  private final int lanes;
  private final int steps;
  private final Layer[] hidden; // word vectors and LSTM layers
  private final INDArray weights; // [hidden, words]
  private final INDArray bias; // [1, words]
  private final int words;

  public SequenceScorer(MultiLayerNetwork network) {
    this(network, LANES, STEPS);
  }

  SequenceScorer(MultiLayerNetwork network, int lanes, int steps) {
    this.network = network;
    this.lanes = lanes;
    this.steps = steps;
    Layer[] layers = network.getLayers();
    this.hidden = Arrays.copyOf(layers, layers.length - 1);
    this.weights = layers[layers.length - 1].getParam("W");
    this.bias = layers[layers.length - 1].getParam("b");
    this.words = StackedLstm.vocabulary(network);
  }

  /**
   * @param documents ids of each, its {@code <eos>} included
   * @return natural-log losses of each document's tokens
   * @throws PerplexException (data refused) where a loss is not a number, or an id is outside the
   *     model's vocabulary
   */
  public double[][] score(List<int[]> documents) {
    double[][] losses = new double[documents.size()][];
    for (int document = 0; document < losses.length; document++) {
      int[] ids = documents.get(document);
      checkIds(ids);
      losses[document] = new double[ids.length];
    }
    int[] order =
        IntStream.range(0, losses.length)
            .boxed()
            .sorted(Comparator.comparingInt(document -> -documents.get(document).length))
            .mapToInt(Integer::intValue)
            .toArray(); // the sort is stable: ties stay in document order
    for (int from = 0; from < order.length; from += lanes) {
      scoreGroup(
          documents, Arrays.copyOfRange(order, from, Math.min(from + lanes, order.length)), losses);
    }
    return losses;
  }

  private void checkIds(int[] ids) {
    for (int id : ids) {
      if (id < 0 || id >= words) {
        throw PerplexException.dataRefused(
            "the model knows words 0 to %d, but the text holds word %d. Score with the vocabulary"
                + " that the model was trained with.",
            words - 1, id);
      }
    }
  }

  private void scoreGroup(List<int[]> documents, int[] group, double[][] losses) {
    network.rnnClearPreviousState();
    int longest = documents.get(group[0]).length;
    for (int start = 0; start < longest; start += steps) {
      int length = Math.min(steps, longest - start);
      INDArray states = states(documents, group, start, length);
      List<int[]> places = new ArrayList<>(); // {lane, time}
      for (int lane = 0; lane < group.length; lane++) {
        int end = Math.min(length, documents.get(group[lane]).length - start);
        for (int time = 0; time < end; time++) {
          places.add(new int[] {lane, time});
        }
      }
      double[] scored = softmax(documents, group, start, states, places);
      for (int row = 0; row < scored.length; row++) {
        int[] place = places.get(row);
        losses[group[place[0]]][start + place[1]] = finite(scored[row]);
      }
    }
    network.rnnClearPreviousState();
  }

  /** The last LSTM layer's output, {@code [lanes, hidden, length]}. */
  private INDArray states(List<int[]> documents, int[] group, int start, int length) {
    float[] inputs = new float[group.length * length];
    Arrays.fill(inputs, Vocabulary.EOS_ID);
    for (int lane = 0; lane < group.length; lane++) {
      int[] ids = documents.get(group[lane]);
      for (int time = 0; time < length; time++) {
        int before = start + time - 1;
        if (before >= 0 && before < ids.length) {
          inputs[lane * length + time] = ids[before];
        }
      }
    }
    LayerWorkspaceMgr workspaces = LayerWorkspaceMgr.noWorkspaces();
    INDArray activations = Nd4j.createFromArray(inputs).reshape(group.length, 1, length);
    for (Layer layer : hidden) {
      activations =
          layer instanceof RecurrentLayer recurrent
              ? recurrent.rnnTimeStep(activations, workspaces)
              : layer.activate(activations, false, workspaces);
    }
    return activations;
  }

  private double[] softmax(
      List<int[]> documents, int[] group, int start, INDArray states, List<int[]> places) {
    int size = Math.toIntExact(states.size(1));
    int length = Math.toIntExact(states.size(2));
    float[] all = states.dup('c').data().asFloat(); // [lanes, hidden, length]
    float[] rows = new float[places.size() * size]; // column order
    int[] targets = new int[places.size()];
    for (int row = 0; row < targets.length; row++) {
      int[] place = places.get(row);
      targets[row] = documents.get(group[place[0]])[start + place[1]];
      for (int unit = 0; unit < size; unit++) {
        rows[unit * targets.length + row] = all[(place[0] * size + unit) * length + place[1]];
      }
    }
    try (INDArray input = Nd4j.create(rows, new int[] {targets.length, size}, 'f');
        INDArray logits =
            Nd4j.createUninitialized(DataType.FLOAT, new long[] {targets.length, words}, 'f')) {
      input.mmuli(weights, logits);
      logits.addiRowVector(bias);
      return Softmax.losses(logits, targets);
    }
  }

  private static double finite(double loss) {
    if (Double.isNaN(loss) || Double.isInfinite(loss)) {
      throw PerplexException.dataRefused(
          "the model gives a probability that is not a number: its parameters are not finite."
              + " Train it again with a lower train.rate.");
    }
    return loss;
  }
}
