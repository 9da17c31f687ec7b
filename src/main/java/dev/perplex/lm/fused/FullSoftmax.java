package dev.perplex.lm.fused;

import dev.perplex.kernel.ActivationKernel;
import dev.perplex.kernel.MatrixProducts;
import dev.perplex.kernel.MatrixProducts.Form;
import java.util.Arrays;
import java.util.List;

/**
 * Softmax over all words, block of words by block, so that a block's scores stay in cache. Scores
 * become exponentials at once, relative to a row's highest score so far; where a later block has a
 * much higher one, earlier blocks keep theirs as a factor. The sums come last, so they never pass
 * over the scores: they scale the rows of {@code hidden} instead, of which there are far fewer.
 *
 * <p>With a threshold the loss is as exact, but the way back sees {@link SparseProbabilities}: its
 * two products, each as large as the scores', become sums of few rows.
 */
final class FullSoftmax implements OutputLayer {
  private static final MatrixProducts PRODUCTS = MatrixProducts.fastest();
  private static final ActivationKernel KERNEL = ActivationKernel.fastest();

  /** Words; 256 of 700 rows fit a core's second cache. */
  static final int BLOCK = SoftmaxSizes.BLOCK;

  /** How far above its reference a score may be: exp of it, times words, is far from overflow. */
  private static final float HEADROOM = 40;

  private final Tensor weights; // [words, size]
  private final Tensor bias; // [words]
  private final Gradient toWeights;
  private final Gradient toBias;
  private final List<Tensor> own;
  private final List<Gradient> ownGradients;
  private final int words;
  private final int size;
  private final int blocks;

  private final SparseProbabilities sparse; // null for the exact gradient

  private float[] exponentials; // of one block, [rows * words]; of all for the exact gradient
  private final float[] references; // [blocks * rows], what a block's scores are relative to
  private final float[] highest; // [rows], the last reference
  private final double[] sums; // [rows], of exp(score - highest)
  private final float[] labelScores; // [rows]
  private final float[] factors; // [rows], scale / sums
  private float[] scaled; // [rows * size], made for the exact gradient
  private final int maximalRows;

  /** With weights of its own. */
  static FullSoftmax of(Parameters parameters, int rows, double threshold) {
    Tensor weights = parameters.tensor(Parameters.SOFTMAX);
    Tensor bias = parameters.tensor(Parameters.SOFTMAX_BIAS);
    return new FullSoftmax(weights, bias, rows, List.of(weights, bias), threshold);
  }

  /** With the exact gradient. */
  FullSoftmax(Tensor weights, Tensor bias, int rows, List<Tensor> own) {
    this(weights, bias, rows, own, null);
  }

  /**
   * @param own those parameters that are this layer's to list
   * @param threshold probability below which the way back sees drawn words alone; 0 for all
   */
  FullSoftmax(Tensor weights, Tensor bias, int rows, List<Tensor> own, double threshold) {
    this(
        weights,
        bias,
        rows,
        own,
        SoftmaxSizes.isSparse(threshold, weights.rows())
            ? new SparseProbabilities(threshold, rows, weights.rows(), BLOCK)
            : null);
  }

  /**
   * @param sparse what the way back sees; null for all
   */
  FullSoftmax(Tensor weights, Tensor bias, int rows, List<Tensor> own, SparseProbabilities sparse) {
    this.weights = weights;
    this.bias = bias;
    this.own = own;
    this.words = weights.rows();
    this.size = weights.columns();
    this.blocks = (words + BLOCK - 1) / BLOCK;
    this.maximalRows = rows;
    this.toWeights = new Gradient(weights);
    this.toBias = new Gradient(bias);
    this.ownGradients = own.contains(weights) ? List.of(toWeights, toBias) : List.of(toBias);
    this.sparse = sparse;
    this.exponentials = new float[Math.multiplyExact(rows, Math.min(BLOCK, words))];
    this.references = new float[blocks * rows];
    this.highest = new float[rows];
    this.sums = new double[rows];
    this.labelScores = new float[rows];
    this.factors = new float[rows];
  }

  @Override
  public List<Tensor> parameters() {
    return own;
  }

  @Override
  public List<Gradient> gradients() {
    return ownGradients;
  }

  /** Words that the last way back saw, of all rows together. */
  long kept() {
    return sparse == null ? (long) maximalRows * words : sparse.count();
  }

  /** Of the weights, whoever lists them. */
  Gradient weightGradient() {
    return toWeights;
  }

  private int wordsOf(int block) {
    return Math.min(BLOCK, words - block * BLOCK);
  }

  /** Exponentials of all words block by block, one over the other, and their sums. */
  private void forward(float[] hidden, int at, int rows, int[] labels) {
    begin(rows);
    for (int block = 0; block < blocks; block++) {
      score(block, hidden, at, rows, labels, 0, null);
    }
  }

  private void begin(int rows) {
    if (rows > maximalRows) {
      throw new IllegalArgumentException(rows + " rows in room for " + maximalRows);
    }
    Arrays.fill(sums, 0, rows, 0);
  }

  /**
   * Scores of a block, then their exponentials and sums.
   *
   * @param start where the block's exponentials go
   * @param kept what takes those that the way back will see, or null
   */
  private void score(
      int block,
      float[] hidden,
      int at,
      int rows,
      int[] labels,
      int start,
      SparseProbabilities kept) {
    int first = block * BLOCK;
    int count = wordsOf(block);
    PRODUCTS.multiply(
        Form.ABT,
        rows,
        count,
        size,
        hidden,
        at,
        size,
        weights.values(),
        first * size,
        size,
        0,
        exponentials,
        start,
        count);
    for (int row = 0; row < rows; row++) {
      int scores = start + row * count;
      int label = labels == null ? -1 : labels[row] - first;
      if (label >= 0 && label < count) {
        labelScores[row] = exponentials[scores + label] + bias.values()[first + label];
      }
      float above = KERNEL.highestSum(exponentials, scores, bias.values(), first, count);
      if (block == 0) {
        highest[row] = above;
      } else if (above > highest[row] + HEADROOM) {
        sums[row] *= Math.exp((double) highest[row] - above);
        highest[row] = above;
      }
      references[block * rows + row] = highest[row];
      sums[row] +=
          KERNEL.exponentials(exponentials, scores, bias.values(), first, highest[row], count);
      if (kept != null) {
        kept.offer(block, row, exponentials, scores, count, sums[row]);
      }
    }
  }

  private double loss(int row) {
    return Math.log(sums[row]) + highest[row] - labelScores[row];
  }

  @Override
  public double train(
      float[] hidden, int rows, int[] labels, float scale, float[] toHidden, long seed) {
    begin(rows);
    if (sparse != null) {
      sparse.begin(rows, seed);
    } else if (scaled == null) { // a layer that only scores needs neither
      exponentials = new float[Math.multiplyExact(maximalRows, words)];
      scaled = new float[maximalRows * size];
    }
    for (int block = 0; block < blocks; block++) {
      int start = sparse == null ? block * BLOCK * rows : 0;
      score(block, hidden, 0, rows, labels, start, sparse);
    }
    double loss = 0;
    for (int row = 0; row < rows; row++) {
      loss += loss(row);
      factors[row] = (float) (scale / sums[row]);
    }
    if (sparse == null) {
      backExactly(hidden, rows, toHidden);
    } else {
      backSparsely(hidden, rows, toHidden);
    }
    for (int row = 0; row < rows; row++) {
      int label = labels[row];
      KERNEL.axpy(-scale, weights.values(), label * size, toHidden, row * size, size);
      KERNEL.axpy(-scale, hidden, row * size, toWeights.values(), label * size, size);
      toBias.values()[label] -= scale;
    }
    return loss;
  }

  private void backSparsely(float[] hidden, int rows, float[] toHidden) {
    sparse.settle(blocks, sums, references, highest, factors);
    Arrays.fill(toHidden, 0, rows * size, 0);
    for (int block = 0; block < blocks; block++) {
      sparse.back(
          block,
          wordsOf(block),
          size,
          hidden,
          weights.values(),
          toHidden,
          toWeights.values(),
          toBias.values());
    }
  }

  private void backExactly(float[] hidden, int rows, float[] toHidden) {
    for (int row = 0; row < rows; row++) {
      System.arraycopy(hidden, row * size, scaled, row * size, size);
      KERNEL.scale(factors[row], scaled, row * size, size);
    }
    Arrays.fill(toBias.values(), 0);
    for (int block = 0; block < blocks; block++) {
      backward(block, rows, toHidden);
    }
    for (int row = 0; row < rows; row++) {
      KERNEL.scale(factors[row], toHidden, row * size, size);
    }
  }

  private void backward(int block, int rows, float[] toHidden) {
    int first = block * BLOCK;
    int count = wordsOf(block);
    int start = first * rows;
    for (int row = 0; row < rows; row++) {
      float reference = references[block * rows + row];
      if (reference != highest[row]) {
        float less = (float) Math.exp((double) reference - highest[row]);
        KERNEL.scale(less, exponentials, start + row * count, count);
      }
      KERNEL.axpy(factors[row], exponentials, start + row * count, toBias.values(), first, count);
    }
    PRODUCTS.multiply(
        Form.ATB,
        count,
        size,
        rows,
        exponentials,
        start,
        count,
        scaled,
        0,
        size,
        0,
        toWeights.values(),
        first * size,
        size);
    PRODUCTS.multiply(
        Form.AB,
        rows,
        size,
        count,
        exponentials,
        start,
        count,
        weights.values(),
        first * size,
        size,
        block == 0 ? 0 : 1,
        toHidden,
        0,
        size);
  }

  @Override
  public void losses(float[] hidden, int rows, int[] labels, double[] into) {
    forward(hidden, 0, rows, labels);
    for (int row = 0; row < rows; row++) {
      into[row] = loss(row);
    }
  }

  @Override
  public void logProbabilities(float[] hidden, int row, float[] into) {
    forward(hidden, row * size, 1, null);
    // Exponentials underflow where logarithms do not, so the scores are worked out again.
    PRODUCTS.multiply(
        Form.ABT,
        1,
        words,
        size,
        hidden,
        row * size,
        size,
        weights.values(),
        0,
        size,
        0,
        into,
        0,
        words);
    double all = Math.log(sums[0]) + highest[0];
    for (int word = 0; word < words; word++) {
      into[word] = (float) ((double) into[word] + bias.values()[word] - all);
    }
  }
}
