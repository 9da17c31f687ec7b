package dev.perplex.lm.fused;

/** Word vectors: looks rows up, and gathers what training wants of those that were. */
final class Embedding {
  private final Tensor words; // [vocabulary, size]
  private final int size;
  private final Gradient gradient;
  private final DistinctWords distinct;

  /**
   * @param shared the gradient that a tied softmax fills before this one adds to it; null for one
   *     of touched rows
   */
  Embedding(Tensor words, int rows, Gradient shared) {
    this.words = words;
    this.size = words.columns();
    this.gradient = shared == null ? Gradient.ofRows(words) : shared;
    this.distinct = new DistinctWords(rows);
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
    boolean ofRows = gradient.isOfRows();
    int count = distinct.number(ids, rows);
    if (ofRows) {
      gradient.touch(distinct.words(), count);
    }
    for (int row = 0; row < rows; row++) {
      int to = ofRows ? distinct.places()[row] : ids[row];
      float factor = factors == null ? 1 : factors[ids[row]];
      RecurrentLayer.KERNEL.axpy(factor, toVectors, row * size, gradient.values(), to * size, size);
    }
  }
}
