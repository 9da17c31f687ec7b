package dev.perplex.lm.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.perplex.eval.LanguageModel;
import dev.perplex.lm.Cell;
import dev.perplex.lm.Dl4jModel;
import dev.perplex.lm.Example;
import dev.perplex.lm.fused.FusedModel;
import dev.perplex.lm.fused.NetworkShape;
import dev.perplex.lm.fused.Parameters;
import dev.perplex.lm.fused.SoftmaxKind;
import dev.perplex.lm.fused.Tensor;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.factory.Nd4j;

class PyTorchWeightsTest {

  private static LanguageModel model() {
    MultiLayerNetwork network = Example.network();
    // Biases too must differ, or a wrong order of gates would not show.
    Random random = Nd4j.getRandomFactory().getNewRandomInstance(4);
    network.setParams(Nd4j.rand(random, 1, network.numParams()).subi(0.5));
    return new Dl4jModel(network);
  }

  @Test
  void namesAndShapesAreThoseOfPyTorch() {
    assertThat(PyTorchWeights.of(model()))
        .extracting(each -> each.name() + " " + each.rows() + " " + each.columns())
        .containsExactly(
            "embedding.weight 12 5",
            "rnn.weight_ih_l0 24 5",
            "rnn.weight_hh_l0 24 6",
            "rnn.bias_ih_l0 1 24",
            "rnn.bias_hh_l0 1 24",
            "rnn.weight_ih_l1 24 6",
            "rnn.weight_hh_l1 24 6",
            "rnn.bias_ih_l1 1 24",
            "rnn.bias_hh_l1 1 24",
            "softmax.weight 12 6",
            "softmax.bias 1 12");
  }

  @Test
  void softmaxesOfOtherFormsGoOutAsTheyAre() {
    assertThat(names(SoftmaxKind.ADAPTIVE))
        .contains("softmax.head.weight")
        .doesNotContain("softmax.weight");
    assertThat(names(SoftmaxKind.TIED)).contains("projection.weight", "softmax.weight");
  }

  private static List<String> names(SoftmaxKind softmax) {
    NetworkShape shape = new NetworkShape(12, 4, 6, 1, Cell.LSTM, softmax, List.of(5), 2);
    return PyTorchWeights.of(new FusedModel(new Parameters(shape))).stream()
        .map(Tensor::name)
        .toList();
  }

  @Test
  void pyTorchsFormulasGiveTheSameLosses() {
    LanguageModel model = model();
    int[] ids = Example.documents(40).get(0);
    double[] losses = new PyTorchFormulas(PyTorchWeights.of(model)).losses(ids);
    assertThat(losses).containsExactly(model.reader().losses(ids), within(2e-5));
  }

  @Test
  void gatesInAnotherOrderWouldShow() {
    LanguageModel model = model();
    int[] ids = Example.documents(40).get(0);
    List<Tensor> wrong = PyTorchWeights.of(model);
    float[] bias = wrong.get(3).values();
    for (int unit = 0; unit < 6; unit++) {
      float first = bias[unit];
      bias[unit] = bias[12 + unit];
      bias[12 + unit] = first;
    }
    double[] losses = new PyTorchFormulas(wrong).losses(ids);
    double[] right = model.reader().losses(ids);
    double furthest = 0;
    for (int i = 0; i < right.length; i++) {
      furthest = Math.max(furthest, Math.abs(right[i] - losses[i]));
    }
    assertThat(furthest).isGreaterThan(1e-3);
  }
}
