package dev.perplex.lm;

import dev.perplex.eval.LanguageReader;

/**
 * A reader whose expectation is mixed with that of a {@link NeuralCache} of what it has read since
 * the last reset. While the cache is empty the model alone is asked.
 */
final class CacheReader implements LanguageReader {
  private final LanguageReader reader;
  private final CacheSettings settings;
  private final NeuralCache cache;
  private final double[] shares; // [vocabulary]

  CacheReader(LanguageReader reader, int vocabulary, CacheSettings settings) {
    this.reader = reader;
    this.settings = settings;
    this.cache = new NeuralCache(settings.window());
    this.shares = new double[vocabulary];
  }

  @Override
  public void reset() {
    reader.reset();
    cache.clear();
  }

  @Override
  public void logProbabilities(float[] into) {
    reader.logProbabilities(into);
    if (cache.isEmpty()) {
      return;
    }
    cache.compare(reader.hidden());
    cache.shares(settings.theta(), shares);
    for (int word = 0; word < into.length; word++) {
      into[word] = (float) -NeuralCache.mixed(-into[word], shares[word], settings.lambda());
    }
  }

  @Override
  public void read(int id) {
    cache.add(reader.hidden(), id);
    reader.read(id);
  }

  @Override
  public double[] losses(int[] ids) {
    return losses(ids, new float[ids.length][]);
  }

  @Override
  public double[] losses(int[] ids, float[][] hidden) {
    double[] losses = reader.losses(ids, hidden);
    for (int i = 0; i < ids.length; i++) {
      if (!cache.isEmpty()) {
        cache.compare(hidden[i]);
        losses[i] =
            NeuralCache.mixed(losses[i], cache.share(ids[i], settings.theta()), settings.lambda());
      }
      cache.add(hidden[i], ids[i]);
    }
    return losses;
  }

  @Override
  public float[] hidden() {
    return reader.hidden();
  }
}
