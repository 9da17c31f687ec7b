package dev.perplex.lm.fused;

import dev.perplex.kernel.SparseKernel;
import dev.perplex.provenance.Seeds;
import java.util.Arrays;

/**
 * What the way back sees of a softmax's probabilities: those from a threshold on as they are, of
 * those below a few, drawn with probability {@code p / threshold}, which count as the threshold.
 * Each has its expectation, with a variance of {@code p * (threshold - p)}, the least for so many
 * kept (Wangni et al. 2018, arXiv 1710.09854, section 3); a row keeps at most {@code 1 / threshold}
 * on average, whatever the vocabulary. Not even the others' exponentials are stored: what would not
 * pass the part of a row's sum that is known so far cannot pass the whole.
 */
class SparseProbabilities {
  private static final SparseKernel KERNEL = SparseKernel.fastest();
  private static final long STREAM = 0xD1342543DE82EF95L;

  private final double threshold;
  private final int block;
  private final long[] streams; // [rows], of random numbers by word
  private final int[] ends; // [blocks * rows], where what is kept of a block's row ends
  private int[] words; // by block, then row, then word
  private float[] values; // exponentials, then slopes
  private int rows; // of this minibatch
  private int count;

  // A block by word, then row
  private final int[] wordEnds; // [words of a block]
  private int[] rowsOf;
  private float[] slopesOf;

  /**
   * @param rows of a minibatch, at most
   * @param words of the vocabulary
   * @param block words of a block
   */
  SparseProbabilities(double threshold, int rows, int words, int block) {
    this.threshold = threshold;
    this.block = block;
    this.streams = new long[rows];
    this.ends = new int[(words + block - 1) / block * rows];
    int length =
        Math.toIntExact(SoftmaxSizes.expected(threshold, rows, words)) + block + SparseKernel.SPARE;
    this.words = new int[length];
    this.values = new float[length];
    this.wordEnds = new int[block];
    this.rowsOf = new int[Math.toIntExact(SoftmaxSizes.ofBlock(threshold, rows, block))];
    this.slopesOf = new float[rowsOf.length];
  }

  /** Of a row's random numbers, by word. */
  static long stream(long seed, int row) {
    return Seeds.mix(Seeds.mix(seed ^ STREAM) + row * STREAM);
  }

  /** Before the first block of a minibatch. */
  void begin(int minibatchRows, long seed) {
    rows = minibatchRows;
    for (int row = 0; row < rows; row++) {
      streams[row] = stream(seed, row);
    }
    count = 0;
  }

  /**
   * Takes what may be kept of a block's exponentials; blocks in order, rows in order.
   *
   * @param length words of this block
   * @param sum of the row's exponentials so far, those of this block included
   */
  void offer(int number, int row, float[] exponentials, int at, int length, double sum) {
    int most = count + length + SparseKernel.SPARE;
    if (most > words.length) {
      int room = Math.max(most, words.length + words.length / 2);
      words = Arrays.copyOf(words, room);
      values = Arrays.copyOf(values, room);
    }
    float least = (float) (threshold * sum);
    int first = number * block;
    count = KERNEL.keep(exponentials, at, length, least, streams[row], first, words, values, count);
    ends[number * rows + row] = count;
  }

  /**
   * Decides what is kept, now that the sums are known, and makes slopes of it.
   *
   * @param blocks that were offered
   * @param references [blocks * rows], what a block's exponentials are relative to
   * @param highest [rows], what the sums are relative to
   * @param factors [rows], from exponentials to slopes
   */
  void settle(int blocks, double[] sums, float[] references, float[] highest, float[] factors) {
    int from = 0;
    int to = 0;
    for (int i = 0; i < blocks * rows; i++) {
      int row = i % rows;
      float less =
          references[i] == highest[row]
              ? 1
              : (float) Math.exp((double) references[i] - highest[row]);
      float least = (float) (threshold * sums[row]);
      for (; from < ends[i]; from++) {
        float value = values[from] * less;
        if (value > least * SparseKernel.uniform(streams[row], words[from])) {
          words[to] = words[from];
          values[to++] = counted(value, least) * factors[row];
        }
      }
      ends[i] = to;
    }
    count = to;
  }

  /** What is kept counts as this, so that it is what it was on average. */
  float counted(float value, float least) {
    return Math.max(value, least);
  }

  /** Kept of all rows together; after {@link #settle}. */
  int count() {
    return count;
  }

  /**
   * The way back through a block.
   *
   * @param length words of this block
   * @param hidden [rows * size]
   * @param toHidden [rows * size], added to
   * @param toWeights [words * size], the block's rows are overwritten
   * @param toBias [words], the block's are overwritten
   */
  void back(
      int number,
      int length,
      int size,
      float[] hidden,
      float[] weights,
      float[] toHidden,
      float[] toWeights,
      float[] toBias) {
    int first = number * block;
    int begin = number == 0 ? 0 : ends[number * rows - 1];
    turn(number, begin, length);
    for (int row = 0, from = begin; row < rows; row++) {
      int until = ends[number * rows + row];
      KERNEL.addRows(values, words, from, until, weights, toHidden, row * size, size);
      from = until;
    }
    for (int word = 0, from = 0; word < length; word++) {
      int until = wordEnds[word];
      int at = (first + word) * size;
      Arrays.fill(toWeights, at, at + size, 0);
      KERNEL.addRows(slopesOf, rowsOf, from, until, hidden, toWeights, at, size);
      float sum = 0;
      for (; from < until; from++) {
        sum += slopesOf[from];
      }
      toBias[first + word] = sum;
    }
  }

  /** Sorts what is kept of a block by word, rows in order. */
  private void turn(int number, int begin, int length) {
    int first = number * block;
    int end = ends[(number + 1) * rows - 1];
    if (end - begin > rowsOf.length) {
      rowsOf = new int[end - begin + rows];
      slopesOf = new float[rowsOf.length];
    }
    Arrays.fill(wordEnds, 0);
    for (int k = begin; k < end; k++) {
      wordEnds[words[k] - first]++;
    }
    int before = 0;
    for (int word = 0; word < length; word++) {
      int own = wordEnds[word];
      wordEnds[word] = before; // where it begins, and moves on to its end
      before += own;
    }
    int k = begin;
    for (int row = 0; row < rows; row++) {
      for (; k < ends[number * rows + row]; k++) {
        int to = wordEnds[words[k] - first]++;
        rowsOf[to] = row;
        slopesOf[to] = values[k];
      }
    }
  }
}
