package dev.perplex.lm;

import dev.perplex.eval.LanguageModel;
import dev.perplex.eval.LanguageReader;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** A DL4J network as a language model. Its readers share the parameters. */
public class Dl4jModel implements LanguageModel {
  private final MultiLayerNetwork network;

  /**
   * @param network whose parameters no longer change
   */
  public Dl4jModel(MultiLayerNetwork network) {
    this.network = network;
  }

  @Override
  public final int vocabulary() {
    return StackedLstm.vocabulary(network);
  }

  @Override
  public final LanguageReader reader() {
    // A network keeps the state of the sequence it is in: each reader needs one.
    MultiLayerNetwork own = new MultiLayerNetwork(network.getLayerWiseConfigurations().clone());
    own.init(network.params(), false);
    return new Dl4jReader(new Dl4jSteps(own));
  }

  /** The network itself, not a copy. */
  public final MultiLayerNetwork network() {
    return network;
  }
}
