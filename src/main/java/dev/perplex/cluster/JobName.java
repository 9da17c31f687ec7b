package dev.perplex.cluster;

import org.apache.spark.api.java.JavaSparkContext;

/** What the Spark UI calls the jobs of this thread, until it is closed; then the name before. */
public final class JobName implements AutoCloseable {
  private static final String PROPERTY = "spark.job.description";

  private final JavaSparkContext spark;
  private final String before;

  public JobName(JavaSparkContext spark) {
    this.spark = spark;
    this.before = spark.getLocalProperty(PROPERTY);
  }

  /**
   * The name of the jobs that follow.
   *
   * @param name for people: stage, and what it does
   */
  public void say(String name) {
    spark.setJobDescription(name);
  }

  @Override
  public void close() {
    spark.setJobDescription(before);
  }
}
