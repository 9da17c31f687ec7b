package dev.perplex.cluster;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** The Spark application that a command runs in; opened when the first job needs it. */
public final class Session implements AutoCloseable {
  private final String name;
  private volatile JavaSparkContext spark;

  public Session(String name) {
    this.name = name;
  }

  /**
   * The context, started by the first call. Master and resources come from spark-submit; without
   * one (a test, a tool) the master is {@code local[*]}.
   */
  public JavaSparkContext spark() {
    if (spark == null) {
      SparkConf conf = new SparkConf().setAppName(name).setIfMissing("spark.master", "local[*]");
      spark = new JavaSparkContext(conf);
    }
    return spark;
  }

  /** What reaches storage, with the {@code spark.hadoop.*} options that spark-submit was given. */
  public Configuration hadoop() {
    return spark().hadoopConfiguration();
  }

  /** Stops all work that is going on; from any thread. */
  public void cancel() {
    JavaSparkContext running = spark;
    if (running != null) {
      running.sc().cancelAllJobs();
    }
  }

  @Override
  public void close() {
    if (spark != null) {
      spark.close();
    }
  }
}
