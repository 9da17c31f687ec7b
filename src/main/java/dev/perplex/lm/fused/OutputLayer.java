package dev.perplex.lm.fused;

import java.util.List;

/**
 * What turns the top recurrent layer's output into probabilities of words: full, tied, adaptive or
 * sampled softmax. Serves one thread; its buffers are made once, for as many rows as its maker was
 * told.
 */
public interface OutputLayer {

  /** Its own parameters, in a fixed order; without those of others (a tied softmax's vectors). */
  List<Tensor> parameters();

  /** One of each of {@link #parameters}, in that order, filled by {@link #train}. */
  List<Gradient> gradients();

  /**
   * Loss and derivatives of a minibatch. Gradients are overwritten, not added to.
   *
   * @param hidden [rows * size], rows in order
   * @param labels [rows], the word that follows each row
   * @param scale what the loss's derivatives are multiplied by (1 / lanes)
   * @param toHidden [rows * size], overwritten with the scaled derivatives by {@code hidden}
   * @param seed of what the layer draws, if it draws
   * @return the exact or the trained loss, nats, summed over rows, not scaled
   */
  double train(float[] hidden, int rows, int[] labels, float scale, float[] toHidden, long seed);

  /**
   * The exact loss of each row.
   *
   * @param into [rows], nats; NaN where a row is not finite
   */
  void losses(float[] hidden, int rows, int[] labels, double[] into);

  /**
   * Exact log probabilities of all words after one row.
   *
   * @param row index of a row of {@code hidden}
   * @param into [vocabulary]
   */
  void logProbabilities(float[] hidden, int row, float[] into);
}
