package dev.perplex.cluster;

import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** A cluster on this machine whose executors, of one core each, are processes of their own. */
public final class LocalCluster implements AutoCloseable {
  private final JavaSparkContext spark;

  private LocalCluster(JavaSparkContext spark) {
    this.spark = spark;
  }

  /**
   * Returns when all executors are there.
   *
   * @param home a folder that passes for Spark's home
   * @param parallelism Spark's default number of partitions
   */
  public static LocalCluster start(Path home, int executors, int parallelism) {
    return start(home, executors, parallelism, "");
  }

  /**
   * @param options of the executors' JVMs; without any they have no Vector API
   */
  public static LocalCluster start(Path home, int executors, int parallelism, String options) {
    System.setProperty("spark.testing", "true");
    System.setProperty("spark.test.home", home.toString());
    SparkConf conf = new SparkConf();
    options(home).forEach(conf::set);
    return new LocalCluster(
        new JavaSparkContext(
            conf.setMaster("local-cluster[" + executors + ",1,1024]")
                .setAppName("test")
                .set("spark.cores.max", Integer.toString(executors))
                .set("spark.scheduler.minRegisteredResourcesRatio", "1")
                .set("spark.default.parallelism", Integer.toString(parallelism))
                .set("spark.ui.enabled", "false")
                .set("spark.driver.bindAddress", "127.0.0.1")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.executor.extraJavaOptions", options)));
  }

  /**
   * Options by which Spark starts executors from this class path, without a distribution's folder
   * of jars.
   *
   * @param home a folder that passes for Spark's home
   */
  public static Map<String, String> options(Path home) {
    return Map.of(
        "spark.testing", "true",
        "spark.test.home", home.toString(),
        "spark.executor.memory", "1g",
        "spark.executorEnv.SPARK_TESTING", "1",
        "spark.executorEnv.SPARK_SCALA_VERSION", "2.12",
        "spark.executor.extraClassPath", System.getProperty("java.class.path"));
  }

  public JavaSparkContext spark() {
    return spark;
  }

  @Override
  public void close() {
    spark.stop();
    System.clearProperty("spark.testing");
    System.clearProperty("spark.test.home");
  }
}
