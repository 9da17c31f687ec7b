package dev.perplex.lm.fused;

import dev.perplex.kernel.ActivationKernel;
import dev.perplex.kernel.MatrixProducts;
import dev.perplex.kernel.MatrixProducts.Form;
import java.util.Arrays;
import java.util.List;

/** Rare words of an adaptive softmax: a projection, and a softmax of those rows that need it. */
final class SoftmaxTail {
  private static final MatrixProducts PRODUCTS = MatrixProducts.fastest();
  private static final ActivationKernel KERNEL = ActivationKernel.fastest();

  private final int first; // id of its first word
  private final int words;
  private final int size; // of hidden
  private final int shorter; // of the projection
  private final Gradient projection; // [shorter, size]
  private final FullSoftmax softmax;
  private final int[] own; // rows whose label is here
  private final int[] targets; // their labels, from 0
  private final float[] gathered; // [rows * size]
  private final float[] toGathered;
  private final float[] projected; // [rows * shorter]
  private final float[] toProjected;
  private final float[] scores; // [words]

  /**
   * @param first id of its first word
   * @param parameters projection, weights, bias
   */
  SoftmaxTail(int first, List<Tensor> parameters, int rows, double threshold) {
    Tensor weights = parameters.get(1);
    this.first = first;
    this.words = weights.rows();
    this.projection = new Gradient(parameters.get(0));
    this.size = projection.tensor().columns();
    this.shorter = projection.tensor().rows();
    this.softmax =
        new FullSoftmax(weights, parameters.get(2), rows, parameters.subList(1, 3), threshold);
    this.own = new int[rows];
    this.targets = new int[rows];
    this.gathered = new float[rows * size];
    this.toGathered = new float[rows * size];
    this.projected = new float[rows * shorter];
    this.toProjected = new float[rows * shorter];
    this.scores = new float[words];
  }

  /** Of the projection, the weights and the bias. */
  List<Gradient> gradients() {
    return List.of(projection, softmax.gradients().get(0), softmax.gradients().get(1));
  }

  boolean contains(int id) {
    return id >= first && id - first < words;
  }

  /** Adds to {@code toHidden}; overwrites its gradients; returns the loss of its rows, in nats. */
  double train(float[] hidden, int rows, int[] labels, float scale, float[] toHidden, long seed) {
    int count = gather(hidden, rows, labels);
    if (count == 0) {
      for (Gradient gradient : gradients()) {
        Arrays.fill(gradient.values(), 0);
      }
      return 0;
    }
    double loss = softmax.train(projected, count, targets, scale, toProjected, seed);
    PRODUCTS.multiply(
        Form.ATB,
        shorter,
        size,
        count,
        toProjected,
        0,
        shorter,
        gathered,
        0,
        size,
        0,
        projection.values(),
        0,
        size);
    PRODUCTS.multiply(
        Form.AB,
        count,
        size,
        shorter,
        toProjected,
        0,
        shorter,
        projection.tensor().values(),
        0,
        size,
        0,
        toGathered,
        0,
        size);
    for (int i = 0; i < count; i++) {
      KERNEL.axpy(1, toGathered, i * size, toHidden, own[i] * size, size);
    }
    return loss;
  }

  /**
   * @param room [rows]
   * @param into [rows], to which the losses of its own rows are added
   */
  void addLosses(float[] hidden, int rows, int[] labels, double[] room, double[] into) {
    int count = gather(hidden, rows, labels);
    if (count > 0) {
      softmax.losses(projected, count, targets, room);
    }
    for (int i = 0; i < count; i++) {
      into[own[i]] += room[i];
    }
  }

  /**
   * @param at where the row of hidden starts
   * @param entry log probability of this tail
   */
  void logProbabilities(float[] hidden, int at, float entry, float[] into) {
    project(hidden, at, 1);
    softmax.logProbabilities(projected, 0, scores);
    for (int i = 0; i < words; i++) {
      into[first + i] = entry + scores[i];
    }
  }

  private int gather(float[] hidden, int rows, int[] labels) {
    int count = 0;
    for (int row = 0; row < rows; row++) {
      if (contains(labels[row])) {
        System.arraycopy(hidden, row * size, gathered, count * size, size);
        own[count] = row;
        targets[count++] = labels[row] - first;
      }
    }
    if (count > 0) {
      project(gathered, 0, count);
    }
    return count;
  }

  private void project(float[] rows, int at, int count) {
    PRODUCTS.multiply(
        Form.ABT,
        count,
        shorter,
        size,
        rows,
        at,
        size,
        projection.tensor().values(),
        0,
        size,
        0,
        projected,
        0,
        shorter);
  }
}
