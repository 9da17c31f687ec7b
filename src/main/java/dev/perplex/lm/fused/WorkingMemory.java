package dev.perplex.lm.fused;

import dev.perplex.lm.Cell;
import dev.perplex.lm.SoftmaxSettings;

/**
 * What a replica takes beside its parameters and what its optimizer remembers: activations, the
 * softmax's scores and gradients. An account of its buffers to within some per cent, from shapes
 * alone; a test compares it with what a replica allocates.
 */
final class WorkingMemory {
  private WorkingMemory() {}

  /**
   * @param rows lanes times time steps of the longest minibatch
   * @return bytes
   */
  static long bytes(NetworkShape shape, SoftmaxSettings softmax, int lanes, int rows) {
    return Float.BYTES
        * (activations(shape, lanes, rows)
            + scores(shape, softmax, rows)
            + gradients(shape, softmax, rows));
  }

  private static long activations(NetworkShape shape, int lanes, long rows) {
    long hidden = shape.hidden();
    long gates = shape.cell().gates() * hidden;
    boolean keepsCells = shape.cell() == Cell.LSTM || shape.cell() == Cell.PEEPHOLE_LSTM;
    long row = gates + 2 * hidden + (keepsCells ? 2 * hidden : 0);
    row += shape.cell() == Cell.GRU ? gates : 0;
    long layer = rows * row + gates * hidden; // the recurrent weights as panels
    long words = rows * (2L * shape.embedding() + gates + 8);
    return shape.layers() * (layer + 4L * lanes * hidden) + words + 3 * rows * hidden;
  }

  private static long scores(NetworkShape shape, SoftmaxSettings softmax, long rows) {
    long hidden = shape.hidden();
    double threshold = softmax.gradientThreshold();
    return switch (softmax.kind()) {
      case FULL -> full(threshold, rows, shape.vocabulary(), hidden);
      case TIED ->
          full(threshold, rows, shape.vocabulary(), shape.embedding())
              + (shape.embedding() == hidden ? 0 : 2 * rows * shape.embedding());
      case SAMPLED -> {
        long drawn = Math.min(softmax.samples(), shape.vocabulary());
        yield drawn * (rows + 2 * hidden)
            + (drawn + rows) * hidden // their gradient
            + rows
                * Math.min(SoftmaxSizes.BLOCK, shape.vocabulary()); // the full one, for validation
      }
      case ADAPTIVE -> {
        int[] cutoffs = softmax.cutoffs().stream().mapToInt(Integer::intValue).toArray();
        long sum = 0;
        long from = 0;
        for (int i = 0; i <= cutoffs.length && from < shape.vocabulary(); i++) {
          long until =
              i < cutoffs.length ? Math.min(cutoffs[i], shape.vocabulary()) : shape.vocabulary();
          sum += full(threshold, rows, Math.toIntExact(until - from), hidden) + rows * hidden;
          from = until;
        }
        yield sum;
      }
    };
  }

  /** Of a full softmax: scores, and where its gradient is exact, its rows of hidden scaled. */
  private static long full(double threshold, long rows, int words, long size) {
    return SoftmaxSizes.scores(threshold, rows, words)
        + (SoftmaxSizes.isSparse(threshold, words) ? 0 : rows * size);
  }

  /** As long as the parameters, save for word vectors: of these, a row for each word read. */
  private static long gradients(NetworkShape shape, SoftmaxSettings softmax, long rows) {
    long all = Parameters.elements(shape);
    long words = (long) shape.vocabulary() * shape.embedding();
    if (softmax.kind() == SoftmaxSettings.Kind.TIED) {
      return all;
    }
    long sampled = (long) shape.vocabulary() * (shape.hidden() + 1);
    return all
        - words
        + rows * shape.embedding()
        - (softmax.kind() == SoftmaxSettings.Kind.SAMPLED ? sampled : 0);
  }
}
