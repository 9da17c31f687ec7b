package dev.perplex.lm.dl4j;

import dev.perplex.lm.fused.Tensor;
import dev.perplex.vocab.Vocabulary;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The losses of a text by the formulas in the documentation of PyTorch's {@code nn.LSTM}, in plain
 * loops and doubles.
 */
public final class PyTorchFormulas {
  private final Map<String, Tensor> arrays;

  public PyTorchFormulas(List<Tensor> arrays) {
    this.arrays = arrays.stream().collect(Collectors.toMap(Tensor::name, each -> each));
  }

  /** Natural-log losses, from the zero state and {@code <eos>}. */
  public double[] losses(int[] ids) {
    int layers = 0;
    while (arrays.containsKey("rnn.weight_ih_l" + layers)) {
      layers++;
    }
    double[][] h = new double[layers][];
    double[][] c = new double[layers][];
    for (int layer = 0; layer < layers; layer++) {
      int hidden = arrays.get("rnn.weight_hh_l" + layer).columns();
      h[layer] = new double[hidden];
      c[layer] = new double[hidden];
    }
    double[] losses = new double[ids.length];
    int before = Vocabulary.EOS_ID;
    for (int time = 0; time < ids.length; time++) {
      double[] x = row("embedding.weight", before);
      for (int layer = 0; layer < layers; layer++) {
        step(layer, x, h[layer], c[layer]);
        x = h[layer].clone();
      }
      double[] logits = affine("softmax.weight", x, "softmax.bias");
      double sum = 0;
      for (double logit : logits) {
        sum += Math.exp(logit);
      }
      losses[time] = Math.log(sum) - logits[ids[time]];
      before = ids[time];
    }
    return losses;
  }

  private void step(int layer, double[] x, double[] h, double[] c) {
    double[] input = affine("rnn.weight_ih_l" + layer, x, "rnn.bias_ih_l" + layer);
    double[] own = affine("rnn.weight_hh_l" + layer, h, "rnn.bias_hh_l" + layer);
    int hidden = h.length;
    for (int unit = 0; unit < hidden; unit++) {
      double i = sigmoid(input[unit] + own[unit]);
      double f = sigmoid(input[hidden + unit] + own[hidden + unit]);
      double g = Math.tanh(input[2 * hidden + unit] + own[2 * hidden + unit]);
      double o = sigmoid(input[3 * hidden + unit] + own[3 * hidden + unit]);
      c[unit] = f * c[unit] + i * g;
      h[unit] = o * Math.tanh(c[unit]);
    }
  }

  private double[] row(String name, int row) {
    Tensor matrix = arrays.get(name);
    int columns = matrix.columns();
    double[] values = new double[columns];
    for (int i = 0; i < columns; i++) {
      values[i] = matrix.values()[row * columns + i];
    }
    return values;
  }

  private double[] affine(String matrix, double[] x, String bias) {
    double[] sums = new double[arrays.get(matrix).rows()];
    for (int row = 0; row < sums.length; row++) {
      double[] weights = row(matrix, row);
      sums[row] = arrays.get(bias).values()[row];
      for (int i = 0; i < x.length; i++) {
        sums[row] += weights[i] * x[i];
      }
    }
    return sums;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
