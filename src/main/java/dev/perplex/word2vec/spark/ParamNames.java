package dev.perplex.word2vec.spark;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The names of settings as a user of Spark ML knows them: what trains speaks of the stage's keys,
 * of which {@link SkipGram} has parameters.
 */
final class ParamNames {
  private static final Map<String, String> BY_KEY = new LinkedHashMap<>();

  static {
    BY_KEY.put("word2vec.dimension", "vectorSize");
    BY_KEY.put("word2vec.window", "windowSize");
    BY_KEY.put("word2vec.rate", "stepSize");
    BY_KEY.put("word2vec.epochs", "maxIter");
    BY_KEY.put("word2vec.workers", "numPartitions");
    BY_KEY.put("word2vec.rounds-per-epoch", "roundsPerEpoch");
    for (String same : new String[] {"model", "loss", "negatives", "sample", "seed"}) {
      BY_KEY.put("word2vec." + same, same);
    }
    BY_KEY.put("vocab.min-count", "minCount");
    BY_KEY.put("SPARK_DRIVER_MEMORY", "spark.driver.memory");
    BY_KEY.put(" Start the stage anew with --force.", " Call fit again.");
    BY_KEY.put("word2vec ", "SkipGram ");
    BY_KEY.put("word2vec,", "SkipGram,");
  }

  private ParamNames() {}

  static String in(String message) {
    String renamed = message;
    for (Map.Entry<String, String> each : BY_KEY.entrySet()) {
      renamed = renamed.replace(each.getKey(), each.getValue());
    }
    return renamed;
  }
}
