package dev.perplex.lm.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.perplex.lm.Cell;
import dev.perplex.lm.Example;
import dev.perplex.lm.Minibatch;
import dev.perplex.lm.ModelFile;
import dev.perplex.lm.OptimizerSettings;
import dev.perplex.lm.fused.InitialWeights;
import dev.perplex.lm.fused.Masks;
import dev.perplex.lm.fused.NetworkShape;
import dev.perplex.lm.fused.OutputPenalty;
import dev.perplex.lm.fused.Parameters;
import dev.perplex.lm.fused.Replica;
import dev.perplex.lm.fused.SoftmaxKind;
import dev.perplex.lm.fused.Tensor;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Stock DL4J as the oracle. */
class Dl4jConversionTest {
  private static final NetworkShape SHAPE =
      new NetworkShape(Example.VOCABULARY, 5, 6, 2, Cell.LSTM, SoftmaxKind.FULL);

  private static Parameters drawn() {
    Parameters parameters = new Parameters(SHAPE);
    new InitialWeights(0.5, 1).draw(parameters, 3);
    return parameters;
  }

  @Test
  void lossAndGradientAreStockDl4js() {
    Parameters before = drawn();
    MultiLayerNetwork network = Dl4jConversion.network(before);
    Minibatch minibatch = Example.minibatch();
    int lanes = minibatch.lanes();
    network.setInput(minibatch.dataSet().getFeatures());
    network.setLabels(minibatch.dataSet().getLabels());
    network.computeGradientAndScore();
    Map<String, INDArray> gradients = network.gradient().gradientForVariable();

    Parameters after = drawn();
    Replica replica =
        new Replica(after, lanes, 4, 0, OptimizerSettings.plain(), Masks.NONE, OutputPenalty.NONE);
    double loss = replica.step(minibatch, 1, 0).loss();
    assertThat(loss / lanes).isCloseTo(network.score(), within(1e-4 * network.score()));

    // A step of rate 1 is the gradient. In DL4J's form, where one bias stands for two.
    Parameters moved = new Parameters(SHAPE);
    for (Tensor tensor : moved.all()) {
      if (!tensor.name().startsWith("rnn.bias_hh")) {
        float[] from = before.tensor(tensor.name()).values();
        float[] to = after.tensor(tensor.name()).values();
        for (int i = 0; i < from.length; i++) {
          tensor.values()[i] = from[i] - to[i];
        }
      }
    }
    MultiLayerNetwork form = Dl4jConversion.network(moved);
    for (Map.Entry<String, INDArray> gradient : gradients.entrySet()) {
      INDArray expected = gradient.getValue().div(lanes);
      INDArray actual = form.getParam(gradient.getKey());
      double norm = expected.norm2Number().doubleValue();
      double distance = actual.sub(expected).norm2Number().doubleValue();
      assertThat(distance).as(gradient.getKey()).isLessThan(1e-4 * norm);
      assertThat(norm).isGreaterThan(1e-3);
    }
  }

  @Test
  void thereAndBackIsTheSameToTheBit() {
    MultiLayerNetwork network = Example.network();
    Parameters parameters = Dl4jConversion.parameters(network);
    MultiLayerNetwork back = Dl4jConversion.network(parameters);
    for (Map.Entry<String, INDArray> each : network.paramTable().entrySet()) {
      assertThat(back.getParam(each.getKey())).isEqualTo(each.getValue());
    }
    Parameters again =
        Dl4jConversion.parameters(ModelFile.read(ModelFile.bytes(back), "model.zip"));
    for (Tensor tensor : parameters.all()) {
      assertThat(again.tensor(tensor.name()).values()).isEqualTo(tensor.values());
    }
  }

  @Test
  void whatDl4jHasNotIsRefused() {
    Parameters gru = new Parameters(new NetworkShape(5, 2, 2, 1, Cell.GRU, SoftmaxKind.FULL));
    assertThatThrownBy(() -> Dl4jConversion.network(gru))
        .hasMessageContaining("model.cell = GRU with model.softmax = FULL has no form")
        .hasMessageContaining("safetensors");
  }
}
