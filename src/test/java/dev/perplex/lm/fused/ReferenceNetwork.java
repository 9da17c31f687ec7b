package dev.perplex.lm.fused;

import dev.perplex.lm.Cell;

/**
 * The network in double, lane by lane and step by step, straight from the equations: the oracle of
 * loss and, by central differences, of gradients. Shares no code with the engine.
 */
final class ReferenceNetwork {
  private final NetworkShape shape;
  private final Parameters parameters;
  private String nudgedName = "";
  private int nudgedAt;
  private double nudge;

  ReferenceNetwork(Parameters parameters) {
    this.parameters = parameters;
    this.shape = parameters.shape();
  }

  /** As if one parameter were greater by this. */
  void nudge(String name, int at, double by) {
    nudgedName = name;
    nudgedAt = at;
    nudge = by;
  }

  private double value(String name, int at) {
    double value = parameters.tensor(name).values()[at];
    return name.equals(nudgedName) && at == nudgedAt ? value + nudge : value;
  }

  /**
   * Summed over time and lanes, from the zero state.
   *
   * @param ids [steps * lanes]
   * @param starts [lanes * steps], where the state is zero again; or empty
   */
  double loss(int[] ids, int[] labels, boolean[] starts, int lanes, int steps) {
    double sum = 0;
    for (int lane = 0; lane < lanes; lane++) {
      double[][] h = new double[shape.layers()][shape.hidden()];
      double[][] c = new double[shape.layers()][shape.hidden()];
      for (int t = 0; t < steps; t++) {
        if (starts.length > 0 && starts[lane * steps + t]) {
          h = new double[shape.layers()][shape.hidden()];
          c = new double[shape.layers()][shape.hidden()];
        }
        double[] x = new double[shape.embedding()];
        for (int j = 0; j < x.length; j++) {
          x[j] = value("embedding.weight", ids[t * lanes + lane] * x.length + j);
        }
        for (int layer = 0; layer < shape.layers(); layer++) {
          h[layer] = step(layer, x, h[layer], c[layer]);
          x = h[layer];
        }
        sum += softmax(x, labels[t * lanes + lane]);
      }
    }
    return sum;
  }

  private double[] product(String kind, String bias, int layer, double[] x) {
    int rows = shape.cell().gates() * shape.hidden();
    double[] sums = new double[rows];
    for (int r = 0; r < rows; r++) {
      sums[r] = value("rnn." + bias + "_l" + layer, r);
      for (int j = 0; j < x.length; j++) {
        sums[r] += value("rnn." + kind + "_l" + layer, r * x.length + j) * x[j];
      }
    }
    return sums;
  }

  private double[] step(int layer, double[] x, double[] before, double[] c) {
    int n = shape.hidden();
    double[] a = product("weight_ih", "bias_ih", layer, x);
    double[] b = product("weight_hh", "bias_hh", layer, before);
    double[] h = new double[n];
    for (int j = 0; j < n; j++) {
      switch (shape.cell()) {
        case RNN -> h[j] = Math.tanh(a[j] + b[j]);
        case GRU -> {
          double r = sigmoid(a[j] + b[j]);
          double z = sigmoid(a[n + j] + b[n + j]);
          double candidate = Math.tanh(a[2 * n + j] + r * b[2 * n + j]);
          h[j] = (1 - z) * candidate + z * before[j];
        }
        default -> {
          double i = sigmoid(a[j] + b[j] + peephole(layer, j) * c[j]);
          double f = sigmoid(a[n + j] + b[n + j] + peephole(layer, n + j) * c[j]);
          double g = Math.tanh(a[2 * n + j] + b[2 * n + j]);
          c[j] = f * c[j] + i * g;
          double o = sigmoid(a[3 * n + j] + b[3 * n + j] + peephole(layer, 2 * n + j) * c[j]);
          h[j] = o * Math.tanh(c[j]);
        }
      }
    }
    return h;
  }

  private double peephole(int layer, int at) {
    return shape.cell() == Cell.PEEPHOLE_LSTM ? value("rnn.weight_peephole_l" + layer, at) : 0;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private double softmax(double[] h, int label) {
    String weights = shape.softmax() == SoftmaxKind.FULL ? "softmax.weight" : "embedding.weight";
    double[] x = h;
    if (shape.softmax() == SoftmaxKind.TIED && shape.embedding() != shape.hidden()) {
      x = new double[shape.embedding()];
      for (int e = 0; e < x.length; e++) {
        for (int j = 0; j < h.length; j++) {
          x[e] += value("projection.weight", e * h.length + j) * h[j];
        }
      }
    }
    double sum = 0;
    double own = 0;
    for (int word = 0; word < shape.vocabulary(); word++) {
      double score = value("softmax.bias", word);
      for (int j = 0; j < x.length; j++) {
        score += value(weights, word * x.length + j) * x[j];
      }
      sum += Math.exp(score);
      own = word == label ? score : own;
    }
    return Math.log(sum) - own;
  }
}
