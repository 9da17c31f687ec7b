package dev.perplex.word2vec;

import dev.perplex.kernel.FloatKernel;
import java.util.Arrays;

/**
 * The input of CBOW: the mean of the neighbours. Each neighbour moves by the whole change of the
 * mean, as in word2vec.c and gensim, not by its share of it.
 */
final class CbowInput {
  private CbowInput() {}

  static void mean(float[][] inputs, int m, float[] mean) {
    FloatKernel kernel = FloatKernel.fastest();
    Arrays.fill(mean, 0);
    float share = 1f / m;
    for (int i = 0; i < m; i++) {
      kernel.axpy(share, inputs[i], mean, mean.length);
    }
  }

  static void move(float[][] inputs, int m, float[] change) {
    FloatKernel kernel = FloatKernel.fastest();
    for (int i = 0; i < m; i++) {
      kernel.axpy(1, change, inputs[i], change.length);
    }
  }
}
