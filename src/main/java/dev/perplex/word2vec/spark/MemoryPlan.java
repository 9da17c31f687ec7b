package dev.perplex.word2vec.spark;

import dev.perplex.cluster.ExecutorSize;
import dev.perplex.provenance.PerplexException;
import dev.perplex.vocab.Vocabulary;
import dev.perplex.word2vec.ModelShape;
import dev.perplex.word2vec.Word2vecSettings;
import dev.perplex.word2vec.WorkerRound;
import java.util.Locale;

/**
 * What a training takes of an executor's heap, in bytes, reckoned before it starts. A start from
 * given vectors takes less than the rounds: one copy of the parameters and the part that is
 * written.
 *
 * @param cores workers that it trains at once
 * @param shared the global rows of both matrices, once
 * @param own the rows that a core touches in a round
 * @param messages the text that its tasks train on and what they send, or what they merge,
 *     whichever is more: rounds are trained first and merged then
 * @param words what is there for each word: counts, draws, spelling
 * @param heap what the executor has
 * @param local whether the driver is the executor
 */
public record MemoryPlan(
    int cores, long shared, long own, long messages, long words, long heap, boolean local) {
  private static final long ARRAY = 16 + 8; // header, and the reference to it
  private static final long REFERENCES = 9; // of a row, and whether it was touched
  private static final long WORD = 150; // a string, its hash entry, alias and threshold
  private static final long BASE = 300L << 20; // Spark's own
  private static final double USABLE = 0.9; // of the heap; the collector needs the rest
  private static final int FILES_AT_ONCE = 200; // parts that a task writes as they come
  private static final long FILE = 100 << 10; // buffers of one
  private static final double SPARKS = 0.6; // of the heap less BASE: then Spark sorts on disk

  static MemoryPlan of(
      WorkerRound work,
      Vocabulary vocabulary,
      Word2vecSettings settings,
      int parts,
      ExecutorSize executor) {
    return of(
        work.shape(),
        work.touchedRows(vocabulary),
        work.textBytes(),
        vocabulary.size(),
        settings,
        parts,
        executor);
  }

  /**
   * The same from sizes alone, for a training that is only thought of.
   *
   * @param touched rows that a worker touches in a round
   * @param text bytes of a worker's text of a round
   * @param words of the vocabulary
   */
  public static MemoryPlan of(
      ModelShape shape,
      long touched,
      long text,
      int words,
      Word2vecSettings settings,
      int parts,
      ExecutorSize executor) {
    long row = ARRAY + 4L * shape.stride();
    int cores = Math.min(executor.slots(), settings.workers());
    long sent = sent(shape, touched, parts);
    long reducers = Math.min(executor.slots(), parts);
    return new MemoryPlan(
        cores,
        row * shape.rows(),
        row * touched + REFERENCES * shape.rows(),
        Math.max(
            cores * (text + sent),
            reducers * merged(shape, parts)
                + sorted(
                    reducers * settings.workers() * shape.wireBytes() * touched / parts,
                    executor.heap())),
        WORD * words,
        executor.heap(),
        executor.local());
  }

  /** One part's changes and the files that all parts go to; of more files Spark makes one. */
  private static long sent(ModelShape shape, long touched, int parts) {
    long changes = shape.wireBytes() * touched;
    return parts > FILES_AT_ONCE ? changes : changes / parts + FILE * parts;
  }

  /** What a reducer makes of a part: its rows, the file that they come from, the one they go to. */
  private static long merged(ModelShape shape, int parts) {
    return 3 * (shape.wireBytes() + ARRAY) * shape.rows() / parts + REFERENCES * shape.rows();
  }

  /** All workers' changes of the parts that are merged at once, in the order of workers. */
  private static long sorted(long bytes, long heap) {
    return Math.min(bytes, (long) (SPARKS * Math.max(0, heap - BASE)));
  }

  /** Bytes in all. */
  public long needed() {
    return BASE + words + held() + messages;
  }

  /** Bytes that stay from round to round, of rows. */
  long held() {
    return shared + cores * own;
  }

  /** Whether the heap has room for it, and for the collector. */
  public boolean fits() {
    return needed() <= heap * USABLE;
  }

  /**
   * @throws PerplexException where an executor does not have them
   */
  void check() {
    if (!fits()) {
      String key = local ? "SPARK_DRIVER_MEMORY" : "spark.executor.memory";
      throw PerplexException.usage(
          "%s = %s is too small for word2vec, which takes %s. A tenth of the heap must stay"
              + " free. Set %s=%dg, or word2vec.dimension or %s lower, or vocab.min-count higher.",
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
        "%s of heap in %s: parameters %s, %s %s, text and messages %s, words and Spark %s",
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
