package dev.perplex.word2vec.spark;

import org.apache.spark.api.java.JavaSparkContext;

/** Spark's Kryo cannot write Java records, which tasks return here; better said before the work. */
final class JavaTasks {
  private static final String KEY = "spark.serializer";
  private static final String JAVA = "org.apache.spark.serializer.JavaSerializer";

  private JavaTasks() {}

  /**
   * @throws IllegalArgumentException where the application has another serializer than Java's
   */
  static void check(JavaSparkContext spark) {
    check(spark.getConf().get(KEY, JAVA));
  }

  static void check(String serializer) {
    if (!serializer.equals(JAVA)) {
      throw new IllegalArgumentException(
          String.format(
              "%s = %s cannot write Java records, which SkipGram's tasks return. Start the"
                  + " application with --conf %s=%s (Spark's default).",
              KEY, serializer, KEY, JAVA));
    }
  }
}
