package dev.perplex.word2vec;

import dev.perplex.kernel.FloatKernel;

/** The logistic loss of an input against its targets, in nats, summed over the windows asked. */
final class WindowLoss {
  private final int stride;
  private long asked;
  private long windows;
  private double sum;

  WindowLoss(int stride) {
    this.stride = stride;
  }

  /** True at every {@code period}-th call, the first one included. */
  boolean isDue(int period) {
    return asked++ % period == 0;
  }

  /** Adds {@code -log sigmoid(+-x.y)} over the targets, the sign by the label. */
  void add(float[] input, float[][] targets, float[] labels, int n) {
    sum += of(input, targets, labels, n, stride);
    windows++;
  }

  static double of(float[] input, float[][] targets, float[] labels, int n, int stride) {
    double sum = 0;
    for (int j = 0; j < n; j++) {
      double score = FloatKernel.fastest().dot(input, targets[j], stride);
      sum += softplus(labels[j] > 0 ? -score : score);
    }
    return sum;
  }

  /** {@code log(1 + exp(x))}, without overflow. */
  static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  long windows() {
    return windows;
  }

  double sum() {
    return sum;
  }
}
