package dev.perplex.lm.fused;

import dev.perplex.kernel.MatrixProducts;
import dev.perplex.kernel.MatrixProducts.Form;
import java.util.List;

/**
 * Softmax by the word vectors themselves (Press and Wolf 2017, arXiv 1608.05859). Where the top
 * layer's output has another length than they, a projection stands between, without a bias.
 */
final class TiedSoftmax implements OutputLayer {
  private static final MatrixProducts PRODUCTS = MatrixProducts.fastest();

  private final FullSoftmax softmax;
  private final Tensor projection; // [embedding, hidden], or null
  private final Gradient toProjection;
  private final int hiddenSize;
  private final int size;
  private final float[] projected; // [rows * embedding]
  private final float[] toProjected;
  private final Tensor bias;

  TiedSoftmax(Parameters parameters, int rows, double threshold) {
    NetworkShape shape = parameters.shape();
    this.hiddenSize = shape.hidden();
    this.size = shape.embedding();
    this.bias = parameters.tensor(Parameters.SOFTMAX_BIAS);
    boolean sameSize = hiddenSize == size;
    this.projection = sameSize ? null : parameters.tensor(Parameters.PROJECTION);
    this.toProjection = sameSize ? null : new Gradient(projection);
    this.projected = sameSize ? null : new float[rows * size];
    this.toProjected = sameSize ? null : new float[rows * size];
    this.softmax =
        new FullSoftmax(parameters.tensor(Parameters.WORDS), bias, rows, List.of(bias), threshold);
  }

  /** Of the word vectors; {@link #train} overwrites it. */
  Gradient wordGradient() {
    return softmax.weightGradient();
  }

  @Override
  public List<Tensor> parameters() {
    return projection == null ? List.of(bias) : List.of(projection, bias);
  }

  @Override
  public List<Gradient> gradients() {
    Gradient toBias = softmax.gradients().get(0);
    return projection == null ? List.of(toBias) : List.of(toProjection, toBias);
  }

  /** What the vectors are multiplied with: the rows themselves, or projected. */
  private float[] projected(float[] hidden, int at, int rows) {
    PRODUCTS.multiply(
        Form.ABT,
        rows,
        size,
        hiddenSize,
        hidden,
        at,
        hiddenSize,
        projection.values(),
        0,
        hiddenSize,
        0,
        projected,
        0,
        size);
    return projected;
  }

  @Override
  public double train(
      float[] hidden, int rows, int[] labels, float scale, float[] toHidden, long seed) {
    if (projection == null) {
      return softmax.train(hidden, rows, labels, scale, toHidden, seed);
    }
    double loss = softmax.train(projected(hidden, 0, rows), rows, labels, scale, toProjected, seed);
    PRODUCTS.multiply(
        Form.ATB,
        size,
        hiddenSize,
        rows,
        toProjected,
        0,
        size,
        hidden,
        0,
        hiddenSize,
        0,
        toProjection.values(),
        0,
        hiddenSize);
    PRODUCTS.multiply(
        Form.AB,
        rows,
        hiddenSize,
        size,
        toProjected,
        0,
        size,
        projection.values(),
        0,
        hiddenSize,
        0,
        toHidden,
        0,
        hiddenSize);
    return loss;
  }

  @Override
  public void losses(float[] hidden, int rows, int[] labels, double[] into) {
    softmax.losses(projection == null ? hidden : projected(hidden, 0, rows), rows, labels, into);
  }

  @Override
  public void logProbabilities(float[] hidden, int row, float[] into) {
    if (projection == null) {
      softmax.logProbabilities(hidden, row, into);
    } else {
      softmax.logProbabilities(projected(hidden, row * hiddenSize, 1), 0, into);
    }
  }
}
