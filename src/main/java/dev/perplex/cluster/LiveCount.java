package dev.perplex.cluster;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.util.LongAccumulator;
import scala.Tuple4;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * A counter of tasks' work as it stands while they run. Spark adds a task's count to its
 * accumulator when the task ends, so a task of an hour would show nothing for an hour; executors
 * tell the counts so far with their heartbeats ({@code spark.executor.heartbeatInterval}, ten
 * seconds).
 */
final class LiveCount extends SparkListener implements AutoCloseable {
  private final JavaSparkContext spark;
  private final LongAccumulator done;
  private final Map<Long, Long> counts = new HashMap<>(); // by task
  private final Set<Long> ended =
      new HashSet<>(); // tasks; heartbeats may come later than their end

  private LiveCount(JavaSparkContext spark, LongAccumulator done) {
    this.spark = spark;
    this.done = done;
  }

  /** Listens until it is closed. */
  static LiveCount of(JavaSparkContext spark, LongAccumulator done) {
    LiveCount count = new LiveCount(spark, done);
    spark.sc().addSparkListener(count);
    return count;
  }

  @Override
  public synchronized void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate heartbeat) {
    for (Tuple4<Object, Object, Object, Seq<AccumulableInfo>> each :
        JavaConverters.seqAsJavaList(heartbeat.accumUpdates())) {
      long task = (Long) each._1();
      if (!ended.contains(task)) {
        take(task, each._4());
      }
    }
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
    long task = end.taskInfo().taskId();
    ended.add(task);
    if (end.taskInfo().successful()) {
      take(task, end.taskInfo().accumulables());
    } else {
      counts.remove(task); // its work is lost
    }
  }

  private void take(long task, Seq<AccumulableInfo> updates) {
    for (AccumulableInfo each : JavaConverters.seqAsJavaList(updates)) {
      if (each.id() == done.id() && each.update().isDefined()) {
        counts.put(task, ((Number) each.update().get()).longValue());
      }
    }
  }

  /** Of tasks that have ended and of those that run. */
  synchronized long value() {
    long sum = counts.values().stream().mapToLong(Long::longValue).sum();
    return Math.max(sum, done.value()); // events are told later than the accumulator
  }

  @Override
  public void close() {
    spark.sc().removeSparkListener(this);
  }
}
