package dev.perplex.cluster;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.MDC;

/** The Spark application that a command runs in; opened when the first job needs it. */
public final class Session implements AutoCloseable {
  private static final String PLUGINS = "spark.plugins";

  /** Spark hands this property on to the log lines of each task, on driver and executors. */
  private static final String LOGGED_RUN = "mdc.run";

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
      String plugins = conf.get(PLUGINS, "");
      String mine = RunPlugin.class.getName();
      conf.set(PLUGINS, plugins.isEmpty() ? mine : plugins + "," + mine);
      spark = new JavaSparkContext(conf);
    }
    return spark;
  }

  /** What reaches storage, with the {@code spark.hadoop.*} options that spark-submit was given. */
  public Configuration hadoop() {
    return spark().hadoopConfiguration();
  }

  /** Names the run in all log lines from now on. */
  public void log(String run) {
    MDC.put(LOGGED_RUN, run);
    spark().setLocalProperty(LOGGED_RUN, run);
  }

  /** Names the jobs that this thread starts from now on, in the Spark UI. */
  public void group(String group, String description) {
    spark().setJobGroup(group, description);
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
    MDC.remove(LOGGED_RUN);
    if (spark != null) {
      spark.close();
    }
  }
}
