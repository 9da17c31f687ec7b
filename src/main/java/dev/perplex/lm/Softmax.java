package dev.perplex.lm;

import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Softmax cross-entropy of many rows at once. DL4J's own makes a one-hot matrix and seven passes
 * over new memory; this makes two or three, in blocks that stay in cache.
 */
final class Softmax {
  /** Floats of a block: 256 KiB. */
  private static final int BLOCK = 1 << 16;

  private final FloatPointer logits; // [rows, words] in column order
  private final int rows;
  private final int words;
  private final int[] targets; // [rows]
  private final float[] block;
  private final int width; // words in a block
  private final float[] highest; // [rows], largest logit
  private final double[] sums; // [rows], of exp(logit - highest)
  private final double[] losses; // [rows], nats

  private Softmax(INDArray logits, int[] targets) {
    if (logits.ordering() != 'f' || logits.stride(0) != 1 || logits.stride(1) != logits.size(0)) {
      throw new IllegalArgumentException("logits are not a whole matrix in column order");
    }
    this.rows = Math.toIntExact(logits.size(0));
    this.words = Math.toIntExact(logits.size(1));
    if (targets.length != rows) {
      throw new IllegalArgumentException(targets.length + " targets of " + rows + " rows");
    }
    this.logits = (FloatPointer) logits.data().addressPointer();
    this.targets = targets;
    this.width = Math.max(1, Math.min(words, BLOCK / rows));
    this.block = new float[width * rows];
    this.highest = new float[rows];
    this.sums = new double[rows];
    this.losses = new double[rows];
  }

  /**
   * Each row's loss, {@code log sum exp(logits) - logit of the target}: it never underflows, where
   * the probability itself would.
   *
   * @param logits {@code [rows, words]}, column order
   * @param targets {@code [rows]}
   * @return {@code [rows]}, nats; NaN where a logit of the row is not finite
   */
  static double[] losses(INDArray logits, int[] targets) {
    Softmax softmax = new Softmax(logits, targets);
    softmax.findHighest();
    softmax.sumExponentials(false);
    return softmax.losses;
  }

  /** As {@link #losses}, and overwrites the logits with the gradient of the losses' sum. */
  static double[] lossesAndGradient(INDArray logits, int[] targets) {
    Softmax softmax = new Softmax(logits, targets);
    softmax.findHighest();
    softmax.sumExponentials(true);
    softmax.normalize();
    return softmax.losses;
  }

  private void findHighest() {
    Arrays.fill(highest, Float.NEGATIVE_INFINITY);
    for (int word = 0; word < words; word += width) {
      int count = load(word);
      for (int at = 0; at < count; at += rows) {
        for (int row = 0; row < rows; row++) {
          highest[row] = Math.max(highest[row], block[at + row]);
        }
      }
      for (int row = 0; row < rows; row++) {
        int column = targets[row] - word;
        if (column >= 0 && column < width) {
          losses[row] = -block[column * rows + row];
        }
      }
    }
  }

  private void sumExponentials(boolean keep) {
    for (int word = 0; word < words; word += width) {
      int count = load(word);
      for (int at = 0; at < count; at += rows) {
        for (int row = 0; row < rows; row++) {
          double exponential = Math.exp(block[at + row] - highest[row]);
          block[at + row] = (float) exponential;
          sums[row] += exponential;
        }
      }
      if (keep) {
        store(word, count);
      }
    }
    for (int row = 0; row < rows; row++) {
      losses[row] += highest[row] + Math.log(sums[row]);
    }
  }

  private void normalize() {
    float[] scale = new float[rows];
    for (int row = 0; row < rows; row++) {
      scale[row] = (float) (1 / sums[row]);
    }
    for (int word = 0; word < words; word += width) {
      int count = load(word);
      for (int at = 0; at < count; at += rows) {
        for (int row = 0; row < rows; row++) {
          block[at + row] *= scale[row];
        }
      }
      for (int row = 0; row < rows; row++) {
        int column = targets[row] - word;
        if (column >= 0 && column < width) {
          block[column * rows + row] -= 1;
        }
      }
      store(word, count);
    }
  }

  /** Reads the block of words that starts with this one; returns its floats. */
  private int load(int word) {
    int count = Math.min(width, words - word) * rows;
    logits.position((long) word * rows).get(block, 0, count);
    return count;
  }

  private void store(int word, int count) {
    logits.position((long) word * rows).put(block, 0, count);
  }
}
