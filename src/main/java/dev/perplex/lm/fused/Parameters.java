package dev.perplex.lm.fused;

import dev.perplex.lm.Cell;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A network's parameters by name, in a fixed order. */
public final class Parameters {
  static final String WORDS = "embedding.weight";
  static final String SOFTMAX = "softmax.weight";
  static final String SOFTMAX_BIAS = "softmax.bias";
  static final String PROJECTION = "projection.weight";

  private final NetworkShape shape;
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();

  /** All zero. */
  public Parameters(NetworkShape shape) {
    this.shape = shape;
    int words = shape.vocabulary();
    add(WORDS, words, shape.embedding());
    int rows = shape.cell().gates() * shape.hidden();
    for (int layer = 0; layer < shape.layers(); layer++) {
      add(ofLayer("weight_ih", layer), rows, shape.inputs(layer));
      add(ofLayer("weight_hh", layer), rows, shape.hidden());
      add(ofLayer("bias_ih", layer), 1, rows);
      add(ofLayer("bias_hh", layer), 1, rows);
      if (shape.cell() == Cell.PEEPHOLE_LSTM) {
        add(ofLayer("weight_peephole", layer), 3, shape.hidden());
      }
    }
    if (shape.softmax() == SoftmaxKind.ADAPTIVE) {
      AdaptiveSoftmax.tensors(shape).forEach(each -> tensors.put(each.name(), each));
      return;
    }
    if (shape.softmax() == SoftmaxKind.FULL) {
      add(SOFTMAX, words, shape.hidden());
    } else if (shape.embedding() != shape.hidden()) {
      add(PROJECTION, shape.embedding(), shape.hidden());
    }
    add(SOFTMAX_BIAS, 1, words);
  }

  /** Numbers of all parameters of a network together. */
  public static long elements(NetworkShape shape) {
    long words = shape.vocabulary();
    long hidden = shape.hidden();
    long sum = words * shape.embedding();
    for (int layer = 0; layer < shape.layers(); layer++) {
      sum += shape.cell().gates() * hidden * (shape.inputs(layer) + hidden + 2);
      sum += shape.cell() == Cell.PEEPHOLE_LSTM ? 3 * hidden : 0;
    }
    if (shape.softmax() == SoftmaxKind.ADAPTIVE) {
      return sum + AdaptiveSoftmax.elements(shape);
    }
    sum += words;
    if (shape.softmax() == SoftmaxKind.FULL) {
      return sum + words * hidden;
    }
    return sum + (shape.embedding() == hidden ? 0 : shape.embedding() * hidden);
  }

  /** Name of a recurrent layer's parameter, as PyTorch has it. */
  static String ofLayer(String kind, int layer) {
    return "rnn." + kind + "_l" + layer;
  }

  private void add(String name, int rows, int columns) {
    tensors.put(name, new Tensor(name, rows, columns));
  }

  public NetworkShape shape() {
    return shape;
  }

  /** In their order; the tensors themselves. */
  public List<Tensor> all() {
    return new ArrayList<>(tensors.values());
  }

  /**
   * @throws IllegalArgumentException where this shape has none of that name
   */
  public Tensor tensor(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(name + " is not one of " + tensors.keySet());
    }
    return tensor;
  }

  /** Takes the values of another of the same shape. */
  public void load(Parameters from) {
    if (!from.shape.equals(shape)) {
      throw new IllegalArgumentException(from.shape + " is not " + shape);
    }
    for (Tensor tensor : tensors.values()) {
      float[] values = from.tensor(tensor.name()).values();
      System.arraycopy(values, 0, tensor.values(), 0, values.length);
    }
  }
}
