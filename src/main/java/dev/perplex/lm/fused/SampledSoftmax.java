package dev.perplex.lm.fused;

import dev.perplex.kernel.ActivationKernel;
import dev.perplex.kernel.MatrixProducts;
import dev.perplex.kernel.MatrixProducts.Form;
import dev.perplex.lm.SoftmaxSettings;
import java.util.Arrays;
import java.util.List;

/**
 * A softmax that trains on the word that follows and on words drawn once for all tokens of a
 * minibatch, whose scores are one matrix product (Ji et al. 2016, section 4). Only their weights
 * have gradients. A drawn word does not stand against the token that it follows. It is evaluated
 * over all words.
 */
public final class SampledSoftmax implements OutputLayer {
  private static final MatrixProducts PRODUCTS = MatrixProducts.fastest();
  private static final ActivationKernel KERNEL = ActivationKernel.fastest();

  /** A score so low that its word has no probability. */
  private static final float NEVER = -1e9f;

  private final FullSoftmax exact; // for evaluation
  private final Tensor weights; // [words, size]
  private final Tensor bias; // [1, words]
  private final Gradient toWeights; // of rows
  private final Gradient toBias;
  private final NoiseWords noise;
  private final SampledLoss loss;
  private final int size;
  private final int columns; // drawn words, and the one that follows
  private final float[] drawn; // [drawn words * size], their weights
  private final float[] toDrawn;
  private final float[] shifts; // [columns], bias less log probability of being drawn; 0 at the end
  private final float[] scores; // [rows * columns]
  private final float[] sums; // [columns], of derivatives over rows
  private final int[] places; // by id: its row of the gradient, from 1 on; 0 between minibatches
  private final int[] touched; // ids that have one
  private final int[] columnsOf; // by id: its column, from 1 on; 0 where it was not drawn

  /**
   * @param counts by id, of the training split
   * @param parameters weights [words, size] and bias [1, words]
   * @param rows that will be given at once, at most
   */
  public SampledSoftmax(
      SoftmaxSettings settings, long[] counts, List<Tensor> parameters, int rows) {
    this.weights = parameters.get(0);
    this.bias = parameters.get(1);
    if (counts.length != weights.rows()) {
      throw new IllegalArgumentException(counts.length + " counts of " + weights.rows() + " words");
    }
    this.exact = new FullSoftmax(weights, bias, rows, parameters);
    this.toWeights = Gradient.ofRows(weights);
    this.toBias = new Gradient(bias);
    this.noise = new NoiseWords(counts, settings.power(), settings.samples());
    this.loss = SampledLoss.of(settings.loss());
    this.size = weights.columns();
    this.columns = noise.count() + 1;
    this.drawn = new float[noise.count() * size];
    this.toDrawn = new float[drawn.length];
    this.shifts = new float[columns];
    this.scores = new float[Math.multiplyExact(rows, columns)];
    this.sums = new float[columns];
    this.places = new int[counts.length];
    this.touched = new int[Math.min(counts.length, noise.count() + rows)];
    this.columnsOf = new int[counts.length];
  }

  @Override
  public List<Tensor> parameters() {
    return List.of(weights, bias);
  }

  @Override
  public List<Gradient> gradients() {
    return List.of(toWeights, toBias);
  }

  @Override
  public double train(
      float[] hidden, int rows, int[] labels, float scale, float[] toHidden, long seed) {
    int[] words = noise.draw(seed);
    gather(words);
    int samples = words.length;
    PRODUCTS.multiply(
        Form.ABT, rows, samples, size, hidden, 0, size, drawn, 0, size, 0, scores, 0, columns);
    double sum = 0;
    for (int row = 0; row < rows; row++) {
      sum += slopes(hidden, row, labels[row], scale);
    }
    PRODUCTS.multiply(
        Form.ATB, samples, size, rows, scores, 0, columns, hidden, 0, size, 0, toDrawn, 0, size);
    PRODUCTS.multiply(
        Form.AB, rows, size, samples, scores, 0, columns, drawn, 0, size, 0, toHidden, 0, size);
    scatter(words, hidden, rows, labels, toHidden);
    return sum;
  }

  private void gather(int[] words) {
    for (int k = 0; k < words.length; k++) {
      System.arraycopy(weights.values(), words[k] * size, drawn, k * size, size);
      shifts[k] = (float) (bias.values()[words[k]] - noise.logProbability(words[k]));
      columnsOf[words[k]] = k + 1;
    }
  }

  /** Scores of one row, the label's at the end, then derivatives in their place. */
  private double slopes(float[] hidden, int row, int label, float scale) {
    int at = row * columns;
    double product = 0;
    for (int c = 0; c < size; c++) {
      product += (double) hidden[row * size + c] * weights.values()[label * size + c];
    }
    scores[at + columns - 1] =
        (float) (product + bias.values()[label] - noise.logProbability(label));
    int hit = columnsOf[label] - 1;
    if (hit >= 0) {
      scores[at + hit] = NEVER;
    }
    double value = loss.slopes(scores, at, shifts, columns);
    if (hit >= 0) {
      scores[at + hit] = 0;
    }
    KERNEL.scale(scale, scores, at, columns);
    return value;
  }

  private void scatter(int[] words, float[] hidden, int rows, int[] labels, float[] toHidden) {
    int count = 0;
    for (int word : words) {
      columnsOf[word] = 0;
      places[word] = 1;
      touched[count++] = word;
    }
    for (int row = 0; row < rows; row++) {
      if (places[labels[row]] == 0) {
        places[labels[row]] = 1;
        touched[count++] = labels[row];
      }
    }
    Arrays.sort(touched, 0, count);
    for (int i = 0; i < count; i++) {
      places[touched[i]] = i + 1;
    }
    toWeights.touch(touched, count);
    float[] to = toWeights.values();
    float[] biases = toBias.values();
    Arrays.fill(biases, 0);
    Arrays.fill(sums, 0);
    for (int k = 0; k < words.length; k++) {
      System.arraycopy(toDrawn, k * size, to, (places[words[k]] - 1) * size, size);
    }
    for (int row = 0; row < rows; row++) {
      int label = labels[row];
      float slope = scores[row * columns + columns - 1];
      KERNEL.axpy(slope, hidden, row * size, to, (places[label] - 1) * size, size);
      KERNEL.axpy(slope, weights.values(), label * size, toHidden, row * size, size);
      biases[label] += slope;
      KERNEL.axpy(1, scores, row * columns, sums, 0, words.length);
    }
    for (int k = 0; k < words.length; k++) {
      biases[words[k]] += sums[k];
    }
    for (int i = 0; i < count; i++) {
      places[touched[i]] = 0;
    }
  }

  @Override
  public void losses(float[] hidden, int rows, int[] labels, double[] into) {
    exact.losses(hidden, rows, labels, into);
  }

  @Override
  public void logProbabilities(float[] hidden, int row, float[] into) {
    exact.logProbabilities(hidden, row, into);
  }
}
