package dev.perplex.lm;

import dev.perplex.provenance.PerplexException;
import java.util.Arrays;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * DL4J's network as a recurrence and a softmax, taken apart so that only what is scored reaches the
 * softmax. The network keeps the state of the sequences it is in, so one serves one thread.
 */
final class Dl4jSteps {
  private final MultiLayerNetwork network;
  private final Layer[] hidden; // word vectors and LSTM layers
  private final INDArray weights; // [hidden, words]
  private final INDArray bias; // [1, words]
  private final int words;

  Dl4jSteps(MultiLayerNetwork network) {
    this.network = network;
    Layer[] layers = network.getLayers();
    this.hidden = Arrays.copyOf(layers, layers.length - 1);
    this.weights = layers[layers.length - 1].getParam("W");
    this.bias = layers[layers.length - 1].getParam("b");
    this.words = StackedLstm.vocabulary(network);
  }

  int words() {
    return words;
  }

  int hidden() {
    return Math.toIntExact(weights.size(0));
  }

  void reset() {
    network.rnnClearPreviousState();
  }

  /**
   * @throws PerplexException (data refused) where an id is outside the model's vocabulary
   */
  void checkIds(int... ids) {
    for (int id : ids) {
      if (id < 0 || id >= words) {
        throw PerplexException.dataRefused(
            "the model knows words 0 to %d, but the text holds word %d. Score with the vocabulary"
                + " that the model was trained with.",
            words - 1, id);
      }
    }
  }

  /**
   * Reads on.
   *
   * @param inputs [lanes * length], ids, row a lane
   * @return the last LSTM layer's output, [lanes * hidden * length], row-major
   */
  float[] states(int lanes, int length, float[] inputs) {
    LayerWorkspaceMgr workspaces = LayerWorkspaceMgr.noWorkspaces();
    INDArray activations = Nd4j.createFromArray(inputs).reshape(lanes, 1, length);
    for (Layer layer : hidden) {
      activations =
          layer instanceof RecurrentLayer recurrent
              ? recurrent.rnnTimeStep(activations, workspaces)
              : layer.activate(activations, false, workspaces);
    }
    return activations.dup('c').data().asFloat();
  }

  /**
   * The losses of words.
   *
   * @param rows [targets.length * hidden] in column order, the top layer's outputs
   * @throws PerplexException (data refused) where a loss is not a number
   */
  double[] losses(float[] rows, int[] targets) {
    try (INDArray logits = logits(rows, targets.length)) {
      double[] losses = Softmax.losses(logits, targets);
      for (double loss : losses) {
        checkFinite(loss);
      }
      return losses;
    }
  }

  /**
   * All logarithms of probabilities after one state.
   *
   * @param row [hidden]
   * @param into [words]
   */
  void logProbabilities(float[] row, float[] into) {
    float[] values;
    try (INDArray logits = logits(row, 1)) {
      values = logits.data().asFloat();
    }
    float highest = Float.NEGATIVE_INFINITY;
    for (float value : values) {
      highest = Math.max(highest, value);
    }
    double sum = 0;
    for (float value : values) {
      sum += Math.exp(value - highest);
    }
    double scale = highest + Math.log(sum);
    checkFinite(scale);
    for (int word = 0; word < words; word++) {
      into[word] = (float) (values[word] - scale);
    }
  }

  /** [count, words] in column order; the caller closes it. */
  private INDArray logits(float[] rows, int count) {
    try (INDArray input = Nd4j.create(rows, new int[] {count, hidden()}, 'f')) {
      INDArray logits = Nd4j.createUninitialized(DataType.FLOAT, new long[] {count, words}, 'f');
      input.mmuli(weights, logits);
      return logits.addiRowVector(bias);
    }
  }

  private static void checkFinite(double loss) {
    if (Double.isNaN(loss) || Double.isInfinite(loss)) {
      throw PerplexException.dataRefused(
          "the model gives a probability that is not a number: its parameters are not finite."
              + " Train it again with a lower train.rate.");
    }
  }
}
