package dev.perplex.word2vec;

import dev.perplex.kernel.FloatLoops;
import java.util.Arrays;

/**
 * One step of stochastic gradient descent on one pair of words: the loss is {@code -log
 * sigmoid(in.out) - sum over negatives of log sigmoid(-in.neg)} (Mikolov et al. 2013, equation 4).
 * Changes the rows that it is given.
 */
final class NegativeSampling {
  /** The sign of a true pair and of a drawn one: which way a decision moves the dot product. */
  private static final float TOGETHER = 1;

  private static final float APART = -1;

  private final int dimension;
  private final int words;
  private final OwnRows rows;
  private final AliasTable drawn;
  private final int negatives;
  private final float[] inputGradient;

  NegativeSampling(OwnRows rows, AliasTable drawn, int negatives) {
    this.dimension = rows.dimension();
    this.words = rows.words();
    this.rows = rows;
    this.drawn = drawn;
    this.negatives = negatives;
    this.inputGradient = new float[dimension];
  }

  /**
   * One pair with its drawn negatives. A draw that hits the target is left out, as in word2vec.c.
   *
   * @return the loss before the step, in nats
   */
  float step(int word, int target, float rate, FastRandom random) {
    float[] input = rows.touched(word);
    Arrays.fill(inputGradient, 0);
    float loss = decide(input, target, TOGETHER, rate);
    for (int i = 0; i < negatives; i++) {
      int negative = drawn.id(random.nextLong());
      if (negative != target) {
        loss += decide(input, negative, APART, rate);
      }
    }
    FloatLoops.axpy(1, inputGradient, input, dimension);
    return loss;
  }

  // Moves the target's output row; the input row waits until all its targets are done.
  private float decide(float[] input, int target, float sign, float rate) {
    float[] output = rows.touched(words + target);
    float wrongness = -sign * FloatLoops.dot(input, 0, output, 0, dimension);
    float step = sign * rate * Logistic.sigmoid(wrongness);
    FloatLoops.axpy(step, output, inputGradient, dimension);
    FloatLoops.axpy(step, input, output, dimension);
    return Logistic.softplus(wrongness);
  }
}
