package dev.perplex.lm;

import dev.perplex.provenance.PerplexException;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A model's weights under the names, in the shapes and in the gate order of a PyTorch module with
 * {@code embedding = nn.Embedding}, {@code rnn = nn.LSTM} and {@code softmax = nn.Linear}. Gates of
 * {@code nn.LSTM} are i, f, g, o; its matrices are [4 * hidden, in].
 */
public final class PyTorchWeights {
  /**
   * Where PyTorch's gates i, f, g, o stand among DL4J's, whose columns are the candidate (which
   * DL4J calls the input), forget, output and input gate.
   */
  private static final int[] GATES = {3, 1, 0, 2};

  private PyTorchWeights() {}

  /**
   * @throws PerplexException exit code 2, where PyTorch has no such layers
   */
  public static List<NamedArray> of(LanguageModel model) {
    if (model instanceof Dl4jModel dl4j) {
      return of(dl4j.network());
    }
    throw PerplexException.usage("this model has layers that PyTorch does not have.");
  }

  private static List<NamedArray> of(MultiLayerNetwork network) {
    List<NamedArray> arrays = new ArrayList<>();
    arrays.add(matrix("embedding.weight", StackedLstm.wordVectors(network)));
    Layer[] layers = network.getLayers();
    for (int layer = 1; layer < layers.length - 1; layer++) {
      String suffix = "_l" + (layer - 1);
      INDArray bias = layers[layer].getParam("b");
      arrays.add(gates("rnn.weight_ih" + suffix, layers[layer].getParam("W")));
      arrays.add(gates("rnn.weight_hh" + suffix, layers[layer].getParam("RW")));
      arrays.add(flat(gates("rnn.bias_ih" + suffix, bias)));
      // PyTorch adds two biases; all of ours is the first.
      int length = Math.toIntExact(bias.length());
      arrays.add(new NamedArray("rnn.bias_hh" + suffix, new int[] {length}, new float[length]));
    }
    Layer softmax = layers[layers.length - 1];
    arrays.add(matrix("softmax.weight", softmax.getParam("W").transpose()));
    arrays.add(flat(matrix("softmax.bias", softmax.getParam("b"))));
    return arrays;
  }

  private static NamedArray matrix(String name, INDArray matrix) {
    return new NamedArray(
        name, new int[] {matrix.rows(), matrix.columns()}, matrix.dup('c').data().asFloat());
  }

  /** Of [in, 4 * hidden] in DL4J's order, [4 * hidden, in] in PyTorch's. */
  private static NamedArray gates(String name, INDArray columns) {
    int in = columns.rows();
    int hidden = columns.columns() / GATES.length;
    float[] from = columns.dup('c').data().asFloat();
    float[] to = new float[from.length];
    for (int gate = 0; gate < GATES.length; gate++) {
      for (int unit = 0; unit < hidden; unit++) {
        int row = gate * hidden + unit;
        int column = GATES[gate] * hidden + unit;
        for (int i = 0; i < in; i++) {
          to[row * in + i] = from[i * GATES.length * hidden + column];
        }
      }
    }
    return new NamedArray(name, new int[] {GATES.length * hidden, in}, to);
  }

  private static NamedArray flat(NamedArray array) {
    return new NamedArray(array.name(), new int[] {array.values().length}, array.values());
  }
}
