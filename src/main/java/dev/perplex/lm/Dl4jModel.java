package dev.perplex.lm;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** A DL4J network as a language model. Its readers share the parameters. */
public final class Dl4jModel implements AdaptiveModel {
  private final MultiLayerNetwork network;

  /**
   * @param network whose parameters no longer change
   */
  public Dl4jModel(MultiLayerNetwork network) {
    this.network = network;
  }

  @Override
  public int vocabulary() {
    return StackedLstm.vocabulary(network);
  }

  @Override
  public LanguageReader reader() {
    // A network keeps the state of the sequence it is in: each reader needs one.
    MultiLayerNetwork own = new MultiLayerNetwork(network.getLayerWiseConfigurations().clone());
    own.init(network.params(), false);
    return new Dl4jReader(new Dl4jSteps(own));
  }

  @Override
  public LanguageReader reader(DynamicSettings settings) {
    return new DynamicReader(new Dl4jLearner(network, settings), settings);
  }

  MultiLayerNetwork network() {
    return network;
  }
}
