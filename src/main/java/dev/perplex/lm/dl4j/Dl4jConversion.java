package dev.perplex.lm.dl4j;

import dev.perplex.lm.Cell;
import dev.perplex.lm.fused.NetworkShape;
import dev.perplex.lm.fused.Parameters;
import dev.perplex.lm.fused.SoftmaxKind;
import dev.perplex.provenance.PerplexException;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossSparseMCXENT;

/**
 * Parameters of a stacked LSTM between the engine's own form and DL4J's. Values are moved, not
 * worked on, so a network from DL4J comes back to the bit; of the engine's two biases a layer has
 * in DL4J the sum, in float, which is what the engine adds too.
 */
public final class Dl4jConversion {
  /**
   * DL4J's gates are: block input, forget, output, input; the engine's: input, forget, block input,
   * output.
   */
  private static final int[] BLOCK = {3, 1, 0, 2};

  private Dl4jConversion() {}

  /**
   * Stock DL4J's network of the same function, untrained as far as its updater knows.
   *
   * @throws PerplexException (usage) where DL4J has no such layers
   */
  public static MultiLayerNetwork network(Parameters parameters) {
    NetworkShape shape = parameters.shape();
    if (shape.cell() != Cell.LSTM || shape.softmax() != SoftmaxKind.FULL) {
      throw PerplexException.usage(
          "model.cell = %s with model.softmax = %s has no form as a DL4J network. Export it as"
              + " safetensors, or train with cell lstm and softmax full.",
          shape.cell(), shape.softmax());
    }
    NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder().list();
    layers.layer(
        new EmbeddingSequenceLayer.Builder()
            .nIn(shape.vocabulary())
            .nOut(shape.embedding())
            .outputDataFormat(RNNFormat.NCW)
            .build());
    for (int layer = 0; layer < shape.layers(); layer++) {
      layers.layer(
          new LSTM.Builder()
              .nIn(shape.inputs(layer))
              .nOut(shape.hidden())
              .activation(Activation.TANH)
              .dataFormat(RNNFormat.NCW)
              .build());
    }
    layers.layer(
        new RnnOutputLayer.Builder(new LossSparseMCXENT())
            .nIn(shape.hidden())
            .nOut(shape.vocabulary())
            .activation(Activation.SOFTMAX)
            .dataFormat(RNNFormat.NCW)
            .build());
    MultiLayerNetwork network = new MultiLayerNetwork(layers.build());
    network.init();
    fill(network, parameters);
    return network;
  }

  private static void fill(MultiLayerNetwork network, Parameters parameters) {
    NetworkShape shape = parameters.shape();
    write(network.getLayer(0), "W", values(parameters, "embedding.weight"));
    int hidden = shape.hidden();
    for (int layer = 0; layer < shape.layers(); layer++) {
      Layer to = network.getLayer(layer + 1);
      int in = shape.inputs(layer);
      write(to, "W", toDl4j(values(parameters, "rnn.weight_ih_l" + layer), hidden, in));
      write(to, "RW", toDl4j(values(parameters, "rnn.weight_hh_l" + layer), hidden, hidden));
      float[] bias = values(parameters, "rnn.bias_ih_l" + layer).clone();
      float[] second = values(parameters, "rnn.bias_hh_l" + layer);
      for (int i = 0; i < bias.length; i++) {
        bias[i] += second[i];
      }
      write(to, "b", toDl4j(bias, hidden, 1));
    }
    Layer softmax = network.getLayer(shape.layers() + 1);
    write(
        softmax, "W", transposed(values(parameters, "softmax.weight"), shape.vocabulary(), hidden));
    write(softmax, "b", values(parameters, "softmax.bias"));
  }

  /**
   * The engine's form of a network of word vectors, LSTM layers and softmax.
   *
   * @throws PerplexException (data refused) where its layers are others
   */
  public static Parameters parameters(MultiLayerNetwork network) {
    NetworkShape shape = shape(network);
    Parameters parameters = new Parameters(shape);
    int hidden = shape.hidden();
    copy(read(network.getLayer(0), "W"), values(parameters, "embedding.weight"));
    for (int layer = 0; layer < shape.layers(); layer++) {
      Layer from = network.getLayer(layer + 1);
      int in = shape.inputs(layer);
      copy(fromDl4j(read(from, "W"), hidden, in), values(parameters, "rnn.weight_ih_l" + layer));
      copy(
          fromDl4j(read(from, "RW"), hidden, hidden),
          values(parameters, "rnn.weight_hh_l" + layer));
      copy(fromDl4j(read(from, "b"), hidden, 1), values(parameters, "rnn.bias_ih_l" + layer));
    }
    Layer softmax = network.getLayer(shape.layers() + 1);
    copy(
        transposed(read(softmax, "W"), hidden, shape.vocabulary()),
        values(parameters, "softmax.weight"));
    copy(read(softmax, "b"), values(parameters, "softmax.bias"));
    return parameters;
  }

  private static NetworkShape shape(MultiLayerNetwork network) {
    int layers = network.getnLayers() - 2;
    boolean known =
        layers >= 1
            && kind(network, 0) instanceof EmbeddingSequenceLayer words
            && !words.hasBias()
            && kind(network, layers + 1) instanceof RnnOutputLayer softmax
            && softmax.hasBias();
    for (int layer = 1; known && layer <= layers; layer++) {
      known =
          kind(network, layer).getClass() == LSTM.class
              && read(network.getLayer(layer), "RW").length
                  == read(network.getLayer(1), "RW").length;
    }
    if (!known) {
      throw PerplexException.dataRefused(
          "the DL4J network is not word vectors, LSTM layers of one size and a softmax, which is"
              + " what the engine fused takes over. Keep using it with train.engine = dl4j.");
    }
    INDArray words = network.getLayer(0).getParam("W");
    INDArray recurrence = network.getLayer(1).getParam("RW");
    return new NetworkShape(
        Math.toIntExact(words.size(0)),
        Math.toIntExact(words.size(1)),
        Math.toIntExact(recurrence.size(0)),
        layers,
        Cell.LSTM,
        SoftmaxKind.FULL);
  }

  private static BaseLayer kind(MultiLayerNetwork network, int layer) {
    var kind = network.getLayerWiseConfigurations().getConf(layer).getLayer();
    if (kind instanceof FrozenLayer frozen) {
      kind = frozen.getLayer();
    }
    return (BaseLayer) kind;
  }

  private static float[] values(Parameters parameters, String name) {
    return parameters.tensor(name).values();
  }

  private static void copy(float[] from, float[] to) {
    System.arraycopy(from, 0, to, 0, to.length);
  }

  /** From [gates * hidden, in] to [in, gates * hidden] in DL4J's order of gates, row-major. */
  private static float[] toDl4j(float[] rows, int hidden, int in) {
    float[] turned = new float[rows.length];
    int width = 4 * hidden;
    for (int gate = 0; gate < 4; gate++) {
      for (int j = 0; j < hidden; j++) {
        for (int i = 0; i < in; i++) {
          turned[i * width + BLOCK[gate] * hidden + j] = rows[(gate * hidden + j) * in + i];
        }
      }
    }
    return turned;
  }

  private static float[] fromDl4j(float[] columns, int hidden, int in) {
    float[] turned = new float[columns.length];
    int width = 4 * hidden;
    for (int gate = 0; gate < 4; gate++) {
      for (int j = 0; j < hidden; j++) {
        for (int i = 0; i < in; i++) {
          turned[(gate * hidden + j) * in + i] = columns[i * width + BLOCK[gate] * hidden + j];
        }
      }
    }
    return turned;
  }

  private static float[] transposed(float[] matrix, int rows, int columns) {
    float[] turned = new float[matrix.length];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        turned[c * rows + r] = matrix[r * columns + c];
      }
    }
    return turned;
  }

  /** Row-major, whatever order DL4J keeps. */
  private static float[] read(Layer layer, String name) {
    return layer.getParam(name).dup('c').data().asFloat();
  }

  private static void write(Layer layer, String name, float[] values) {
    INDArray to = layer.getParam(name);
    to.assign(Nd4j.createFromArray(values).reshape('c', to.shape()));
  }
}
