package dev.perplex.lm.dl4j;

import dev.perplex.eval.LanguageReader;
import dev.perplex.lm.AdaptiveModel;
import dev.perplex.lm.Dl4jModel;
import dev.perplex.lm.DynamicSettings;
import dev.perplex.lm.fused.FusedModel;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * A DL4J network that can learn while it is read. DL4J's own fit clears the recurrent state at
 * every call, so it is the fused engine that learns, from the same parameters.
 */
public final class AdaptiveDl4jModel extends Dl4jModel implements AdaptiveModel {

  public AdaptiveDl4jModel(MultiLayerNetwork network) {
    super(network);
  }

  @Override
  public LanguageReader reader(DynamicSettings settings) {
    return new FusedModel(Dl4jConversion.parameters(network())).reader(settings);
  }
}
