package dev.perplex.word2vec.spark;

import dev.perplex.provenance.PerplexException;
import dev.perplex.vocab.Vocabulary;
import dev.perplex.word2vec.ModelShape;
import dev.perplex.word2vec.Word2vecSettings;
import dev.perplex.word2vec.WorkerRound;
import java.util.Locale;
import org.apache.spark.SparkConf;

/**
 * What a training takes of an executor's heap, in bytes, reckoned before it starts.
 *
 * @param cores workers that it trains at once
 * @param shared the global rows of both matrices, once
 * @param own the rows that a core touches in a round
 * @param messages what its tasks send, or merge, at once
 * @param words what is there for each word: counts, draws, spelling
 * @param heap what the executor has
 * @param local whether the driver is the executor
 */
public record MemoryPlan(
    int cores, long shared, long own, long messages, long words, long heap, boolean local) {
  private static final long ARRAY = 16 + 8; // header, and the reference to it
  private static final long WORD = 150; // a string, its hash entry, alias and threshold
  private static final long BASE = 300L << 20; // Spark's own
  private static final double USABLE = 0.9; // of the heap; the collector needs the rest

  static MemoryPlan of(
      WorkerRound work,
      Vocabulary vocabulary,
      Word2vecSettings settings,
      int parts,
      SparkConf conf) {
    ModelShape shape = work.shape();
    long row = ARRAY + 4L * shape.stride();
    long touched = work.touchedRows(vocabulary);
    boolean local =
        conf.get("spark.master", "local").startsWith("local[")
            || conf.get("spark.master", "local").equals("local");
    int slots = cores(conf, local);
    int cores = Math.min(slots, settings.workers());
    long wire = 4L * shape.dimension() + 4;
    // A reducer holds its part's sums, one worker's changes and the bytes to write.
    long merging = 3L * wire * shape.rows() / parts;
    return new MemoryPlan(
        cores,
        row * shape.rows(),
        row * touched + 9L * shape.rows(),
        Math.max(2L * cores * wire * touched, Math.min(slots, parts) * merging),
        WORD * vocabulary.size(),
        heap(conf, local),
        local);
  }

  private static int cores(SparkConf conf, boolean local) {
    if (local) {
      String master = conf.get("spark.master", "local");
      String inside = master.replaceAll("^local\\[?([^,\\]]*).*", "$1");
      return inside.equals("*")
          ? Runtime.getRuntime().availableProcessors()
          : inside.isEmpty() ? 1 : Integer.parseInt(inside);
    }
    return Math.max(1, conf.getInt("spark.executor.cores", 1) / conf.getInt("spark.task.cpus", 1));
  }

  private static long heap(SparkConf conf, boolean local) {
    return local
        ? Runtime.getRuntime().maxMemory()
        : conf.getSizeAsBytes("spark.executor.memory", "1g");
  }

  /** Bytes in all. */
  public long needed() {
    return BASE + shared + words + cores * own + messages;
  }

  /**
   * @throws PerplexException where an executor does not have them
   */
  void check() {
    if (needed() > heap * USABLE) {
      String key = local ? "SPARK_DRIVER_MEMORY" : "spark.executor.memory";
      throw PerplexException.usage(
          "%s = %s is too small for word2vec, which takes %s. A tenth of the heap must stay"
              + " free. Set %s=%dg, or word2vec.dimension, vocab.max-size or %s lower.",
          key,
          size(heap),
          this,
          key,
          (long) (needed() / USABLE / (1 << 30)) + 1,
          local ? "word2vec.workers" : "spark.executor.cores");
    }
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s of heap in %s: parameters %s, %s %s, messages %s, words and Spark %s",
        size(needed()),
        local ? "this JVM" : "each executor",
        size(shared),
        cores == 1 ? "a worker's copy" : cores + " workers' copies",
        size(cores * own),
        size(messages),
        size(words + BASE));
  }

  private static String size(long bytes) {
    return bytes < 1 << 30
        ? String.format(Locale.ROOT, "%,d MB", Math.max(1, bytes >> 20))
        : String.format(Locale.ROOT, "%.1f GB", bytes / (double) (1 << 30));
  }
}
