package dev.perplex.lm;

import dev.perplex.eval.LanguageReader;
import dev.perplex.provenance.PerplexException;
import java.util.List;

/**
 * The losses of a text by a neural cache of one window and every theta and lambda of a grid, in one
 * reading. The points are those of Grave et al. 2017 (section 5), a little wider.
 */
public final class CacheGrid {
  private static final double[] THETAS = {0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1};
  private static final double[] LAMBDAS = {0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4};

  private final LanguageReader reader;
  private final NeuralCache cache;

  public CacheGrid(LanguageReader reader, int window) {
    this.reader = reader;
    this.cache = new NeuralCache(window);
  }

  public void reset() {
    reader.reset();
    cache.clear();
  }

  /**
   * Reads on.
   *
   * @return summed losses in nats, a place of the grid each, for {@link #best}
   */
  public double[] losses(int[] ids) {
    double[] sums = new double[THETAS.length * LAMBDAS.length];
    float[][] hidden = new float[ids.length][];
    double[] plain = reader.losses(ids, hidden);
    for (int i = 0; i < ids.length; i++) {
      if (!cache.isEmpty()) {
        cache.compare(hidden[i]);
      }
      for (int theta = 0; theta < THETAS.length; theta++) {
        double share = cache.share(ids[i], THETAS[theta]);
        for (int lambda = 0; lambda < LAMBDAS.length; lambda++) {
          sums[theta * LAMBDAS.length + lambda] +=
              cache.isEmpty() ? plain[i] : NeuralCache.mixed(plain[i], share, LAMBDAS[lambda]);
        }
      }
      cache.add(hidden[i], ids[i]);
    }
    return sums;
  }

  /**
   * The settings with the theta and lambda of the lowest loss; the first of equals.
   *
   * @param losses what {@link #losses} gave of each document, in order
   */
  public static CacheSettings best(CacheSettings settings, List<double[]> losses) {
    if (losses.isEmpty()) {
      throw PerplexException.dataRefused(
          "report.cache.fit = valid needs a validation split, and it is empty. Set"
              + " report.cache.fit = none, and theta and lambda.");
    }
    double[] sums = new double[THETAS.length * LAMBDAS.length];
    for (double[] each : losses) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] += each[i];
      }
    }
    int best = 0;
    for (int i = 1; i < sums.length; i++) {
      best = sums[i] < sums[best] ? i : best;
    }
    return settings.with(THETAS[best / LAMBDAS.length], LAMBDAS[best % LAMBDAS.length]);
  }
}
