package dev.perplex.lm;

import java.util.HashMap;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Dynamic evaluation of DL4J's network. Its own fit clears the state at every call, so the layers
 * are called one by one: forward as a reader does, which gives the state at the stretch's end, then
 * backward from the state at its start.
 */
final class Dl4jLearner implements Learner {
  private final DynamicSettings settings;
  private final INDArray trained; // [1, parameters]
  private final INDArray parameters; // the same; what moves
  private final MultiLayerNetwork network;
  private final Layer[] layers;
  private final LayerWorkspaceMgr workspaces = LayerWorkspaceMgr.noWorkspaces();

  Dl4jLearner(MultiLayerNetwork model, DynamicSettings settings) {
    this.settings = settings;
    this.trained = model.params();
    this.parameters = trained.dup();
    this.network = sharing(model.getLayerWiseConfigurations());
    network.initGradientsView();
    this.layers = network.getLayers();
  }

  private MultiLayerNetwork sharing(MultiLayerConfiguration configuration) {
    MultiLayerConfiguration own = configuration.clone();
    for (NeuralNetConfiguration layer : own.getConfs()) {
      layer.getLayer().setIDropout(null); // DL4J drops units wherever there is a gradient
    }
    MultiLayerNetwork made = new MultiLayerNetwork(own);
    made.init(parameters, false);
    return made;
  }

  @Override
  public LanguageReader reader() {
    return new Dl4jReader(new Dl4jSteps(sharing(network.getLayerWiseConfigurations())));
  }

  @Override
  public void restore() {
    parameters.assign(trained);
    network.rnnClearPreviousState();
  }

  @Override
  public void learn(int[] inputs, int[] labels) {
    INDArray gradient = gradient(inputs, labels);
    double norm = gradient.norm2Number().doubleValue();
    double scale = settings.clip() > 0 && norm > settings.clip() ? settings.clip() / norm : 1;
    if (settings.decay() > 0) {
      parameters.addi(trained.sub(parameters).muli(settings.decay()));
    }
    parameters.subi(gradient.muli(settings.rate() * scale));
  }

  /** A copy of the weights as they are. */
  float[] parameters() {
    return parameters.dup().data().asFloat();
  }

  /** Of the stretch's loss, summed over its tokens, by all parameters; the state goes on. */
  INDArray gradient(int[] inputs, int[] labels) {
    INDArray flat = network.getFlattenedGradients();
    flat.assign(0);
    float[] ids = new float[inputs.length];
    for (int time = 0; time < ids.length; time++) {
      ids[time] = inputs[time];
    }
    INDArray activations = Nd4j.createFromArray(ids).reshape(1, 1, ids.length);
    for (int layer = 0; layer < layers.length - 1; layer++) {
      activations = forward(layers[layer], activations);
    }
    INDArray below = softmax(activations, labels);
    for (int layer = layers.length - 2; layer >= 0; layer--) {
      below =
          layers[layer] instanceof RecurrentLayer recurrent
              ? recurrent.tbpttBackpropGradient(below, inputs.length, workspaces).getSecond()
              : layers[layer].backpropGradient(below, workspaces).getSecond();
    }
    return flat;
  }

  private INDArray forward(Layer layer, INDArray input) {
    if (!(layer instanceof RecurrentLayer recurrent)) {
      return layer.activate(input, true, workspaces);
    }
    Map<String, INDArray> start = new HashMap<>();
    recurrent.rnnGetPreviousState().forEach((name, value) -> start.put(name, value.dup()));
    recurrent.rnnSetTBPTTState(start);
    INDArray output = recurrent.rnnTimeStep(input, workspaces);
    layer.setInput(input, workspaces); // what the gradient is taken at
    return output;
  }

  /** Puts the softmax's gradient in its place; gives that by its input, [1, hidden, time]. */
  private INDArray softmax(INDArray activations, int[] labels) {
    Layer layer = layers[layers.length - 1];
    INDArray weights = layer.getParam("W"); // [hidden, words]
    int size = weights.rows();
    INDArray rows = activations.reshape(size, labels.length).transpose().dup('f');
    INDArray delta =
        Nd4j.createUninitialized(
            DataType.FLOAT, new long[] {labels.length, weights.columns()}, 'f');
    rows.mmuli(weights, delta);
    delta.addiRowVector(layer.getParam("b"));
    Softmax.lossesAndGradient(delta, labels);
    Map<String, INDArray> views =
        layer.conf().getLayer().initializer().getGradientsFromFlattened(layer.conf(), view(layer));
    views.get("W").assign(rows.transpose().mmul(delta));
    views.get("b").assign(delta.sum(0).reshape(views.get("b").shape()));
    return delta.mmul(weights.transpose()).transpose().reshape(1, size, labels.length).dup('f');
  }

  /** The layer's part of the gradient: the last. */
  private INDArray view(Layer layer) {
    INDArray flat = network.getFlattenedGradients();
    return flat.reshape(flat.length())
        .get(NDArrayIndex.interval(flat.length() - layer.numParams(), flat.length()));
  }
}
