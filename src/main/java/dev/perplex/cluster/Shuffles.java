package dev.perplex.cluster;

import org.apache.spark.api.java.JavaSparkContext;

/** How finely what is shuffled is cut. */
public final class Shuffles {
  private Shuffles() {}

  /**
   * As many partitions as the work is worth: a corpus of many small parts would otherwise be
   * shuffled in the square of their number.
   *
   * @param parts that are read; there are never more partitions
   * @param units of work in all
   * @param each units that a partition may have, where every core has one
   */
  public static int partitions(JavaSparkContext spark, int parts, long units, long each) {
    long worth = Math.max(spark.defaultParallelism(), units / each + 1);
    return (int) Math.max(1, Math.min(parts, worth));
  }
}
