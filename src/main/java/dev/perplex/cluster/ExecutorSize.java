package dev.perplex.cluster;

import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.status.api.v1.ExecutorSummary;
import scala.collection.JavaConverters;

/**
 * What an executor has.
 *
 * @param slots tasks that it runs at once
 * @param heap bytes
 * @param local whether it is the driver
 */
public record ExecutorSize(int slots, long heap, boolean local) {
  private static final String CORES = "spark.executor.cores";
  private static final Pattern LOCAL = Pattern.compile("local(?:\\[([0-9]+|\\*)[^\\]]*\\])?");
  private static final int MILLIS = 10_000;

  public static ExecutorSize of(JavaSparkContext spark) {
    SparkConf conf = spark.getConf();
    String master = conf.get("spark.master", "local");
    boolean unsaid = !LOCAL.matcher(master).matches() && !conf.contains(CORES);
    // Standalone executors take all cores of their worker then; those of other managers take one.
    boolean takesAll = master.startsWith("spark:") || master.startsWith("local-cluster");
    return of(conf, unsaid && takesAll ? mostCores(spark) : 1);
  }

  /**
   * @param unsaid cores of an executor where the options do not say it
   */
  public static ExecutorSize of(SparkConf conf, int unsaid) {
    Matcher local = LOCAL.matcher(conf.get("spark.master", "local"));
    int cores = local.matches() ? localCores(local.group(1)) : conf.getInt(CORES, unsaid);
    return new ExecutorSize(
        Math.max(1, cores / conf.getInt("spark.task.cpus", 1)),
        local.matches()
            ? Runtime.getRuntime().maxMemory()
            : conf.getSizeAsBytes("spark.executor.memory", "1g"),
        local.matches());
  }

  private static int localCores(String number) {
    if (number == null) {
      return 1;
    }
    return number.equals("*")
        ? Runtime.getRuntime().availableProcessors()
        : Integer.parseInt(number);
  }

  /** Of the largest executor that there is; the first one is waited for. */
  private static int mostCores(JavaSparkContext spark) {
    if (registered(spark) == 0) {
      new Tasks(spark)
          .run("wait for executors", List.of(0), 1, "", Progress.silent(), (i, done) -> i);
      try {
        spark.sc().listenerBus().waitUntilEmpty(MILLIS);
      } catch (TimeoutException e) {
        // What is known by then has to do.
      }
    }
    int most = registered(spark);
    return most > 0 ? most : spark.defaultParallelism();
  }

  private static int registered(JavaSparkContext spark) {
    int most = 0;
    for (ExecutorSummary each :
        JavaConverters.seqAsJavaList(spark.sc().statusStore().executorList(true))) {
      most = each.id().equals("driver") ? most : Math.max(most, each.totalCores());
    }
    return most;
  }
}
