package dev.perplex.lm.fused;

import java.util.Arrays;

/** Word vectors: looks rows up, and gathers what training wants of those that were. */
final class Embedding {
  private final Tensor words; // [vocabulary, size]
  private final int size;
  private final Gradient gradient;
  private final long[] order; // of a minibatch's rows, by word: word << 32 | row
  private final int[] distinct;

  /**
   * @param shared the gradient that a tied softmax fills before this one adds to it; null for one
   *     of touched rows
   */
  Embedding(Tensor words, int rows, Gradient shared) {
    this.words = words;
    this.size = words.columns();
    this.gradient = shared == null ? Gradient.ofRows(words) : shared;
    this.order = new long[rows];
    this.distinct = new int[rows];
  }

  Gradient gradient() {
    return gradient;
  }

  /**
   * @param factors of each word's vector, or null
   * @param into [rows * size], overwritten
   */
  void forward(int[] ids, int rows, float[] factors, float[] into) {
    for (int row = 0; row < rows; row++) {
      int id = ids[row];
      System.arraycopy(words.values(), id * size, into, row * size, size);
      if (factors != null) {
        RecurrentLayer.KERNEL.scale(factors[id], into, row * size, size);
      }
    }
  }

  /**
   * @param toVectors [rows * size], derivatives by what {@link #forward} gave
   */
  void backward(int[] ids, int rows, float[] factors, float[] toVectors) {
    for (int row = 0; row < rows; row++) {
      order[row] = (long) ids[row] << 32 | row;
    }
    Arrays.sort(order, 0, rows);
    boolean ofRows = gradient.isOfRows();
    if (ofRows) {
      int count = 0;
      for (int i = 0; i < rows; i++) {
        int id = (int) (order[i] >>> 32);
        if (count == 0 || distinct[count - 1] != id) {
          distinct[count++] = id;
        }
      }
      gradient.touch(distinct, count);
    }
    int place = -1;
    int last = -1;
    for (int i = 0; i < rows; i++) {
      int id = (int) (order[i] >>> 32);
      int row = (int) order[i];
      place = id == last ? place : place + 1;
      last = id;
      float factor = factors == null ? 1 : factors[id];
      RecurrentLayer.KERNEL.axpy(
          factor, toVectors, row * size, gradient.values(), (ofRows ? place : id) * size, size);
    }
  }
}
