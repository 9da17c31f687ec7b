package dev.perplex.word2vec.spark;

import dev.perplex.store.Location;
import java.io.File;
import java.util.UUID;
import org.apache.spark.api.java.JavaSparkContext;

/** A folder of a fit's own. */
final class Scratch {
  /** For who finds the folder of a killed application. */
  static final String ABOUT =
      "Ids and vectors of a fit of Perplex's SkipGram. Deleted when its application ends; if that"
          + " is over, delete the folder.\n";

  private Scratch() {}

  /**
   * @param storage where it is made; empty for the default
   * @throws IllegalArgumentException where executors would not see the default
   */
  static Location folder(JavaSparkContext spark, String storage) {
    String name = "skip-gram-" + UUID.randomUUID();
    return Location.of(parent(spark, storage), spark.hadoopConfiguration()).child(name);
  }

  private static String parent(JavaSparkContext spark, String storage) {
    if (!storage.isBlank()) {
      return storage;
    }
    String files = spark.hadoopConfiguration().get("fs.defaultFS", "file:///");
    if (spark.master().startsWith("local")) {
      String local = spark.getConf().get("spark.local.dir", System.getProperty("java.io.tmpdir"));
      return new File(local.split(",")[0]).toURI().toString();
    }
    if (files.startsWith("file:")) {
      throw new IllegalArgumentException(
          String.format(
              "storage is not set, and the default file system is each machine's own (%s), while"
                  + " the master is %s. Call setStorage with a folder that all executors see, such"
                  + " as hdfs:///tmp/perplex.",
              files, spark.master()));
    }
    return ".perplex"; // in the user's home
  }
}
