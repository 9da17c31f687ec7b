package dev.perplex.lm;

import dev.perplex.kernel.FloatKernel;
import java.util.Arrays;

/**
 * The last states of a reader, each with the word that followed it (Grave et al. 2017, arXiv
 * 1612.04426). A word's share is that of its own states among all, each weighted by {@code
 * exp(theta * state . state now)} (equation 2). The newest takes the place of the oldest.
 */
final class NeuralCache {
  private final FloatKernel kernel = FloatKernel.fastest();
  private final int window;
  private final float[][] states; // [window][padded]
  private final int[] words; // [window]
  private final double[] products; // [window], with the state asked for
  private double highest; // of them
  private int size;
  private int next; // place of the next state

  NeuralCache(int window) {
    this.window = window;
    this.states = new float[window][];
    this.words = new int[window];
    this.products = new double[window];
  }

  void clear() {
    size = 0;
    next = 0;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Remembers that this word followed this state. */
  void add(float[] state, int word) {
    int padded = FloatKernel.padded(state.length);
    if (states[next] == null) {
      states[next] = new float[padded];
    }
    System.arraycopy(state, 0, states[next], 0, state.length);
    words[next] = word;
    next = (next + 1) % window;
    size = Math.min(size + 1, window);
  }

  /** Asks for what followed states like this one. */
  void compare(float[] state) {
    int padded = FloatKernel.padded(state.length);
    float[] now = Arrays.copyOf(state, padded);
    highest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < size; i++) {
      products[i] = kernel.dot(states[i], now, padded);
      highest = Math.max(highest, products[i]);
    }
  }

  /** The word's probability by the cache alone, of the state last compared; 0 where it is empty. */
  double share(int word, double theta) {
    double all = 0;
    double own = 0;
    for (int i = 0; i < size; i++) {
      double weight = Math.exp(theta * (products[i] - highest));
      all += weight;
      own += words[i] == word ? weight : 0;
    }
    return size == 0 ? 0 : own / all;
  }

  /**
   * All words' probabilities by the cache alone, of the state last compared.
   *
   * @param into [vocabulary], written whole
   */
  void shares(double theta, double[] into) {
    Arrays.fill(into, 0);
    double all = 0;
    for (int i = 0; i < size; i++) {
      double weight = Math.exp(theta * (products[i] - highest));
      all += weight;
      into[words[i]] += weight;
    }
    for (int i = 0; i < into.length && size > 0; i++) {
      into[i] /= all;
    }
  }

  /**
   * The loss of a word by model and cache together (equation 3), in nats: {@code -log((1 - lambda)
   * exp(-loss) + lambda share)}. The larger part is taken out, so nothing underflows.
   */
  static double mixed(double loss, double share, double lambda) {
    double model = Math.log1p(-lambda) - loss;
    double cache = Math.log(lambda) + Math.log(share); // -infinity where either is 0
    double high = Math.max(model, cache);
    double low = Math.min(model, cache);
    return -(high + Math.log1p(Math.exp(low - high)));
  }
}
