package dev.perplex.cli;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Counts the tasks that Spark saw fail: each prints a stack, and is tried again on a cluster. */
public final class FailedTasks extends SparkListener {
  static final AtomicInteger COUNT = new AtomicInteger();

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    if (!end.taskInfo().successful()) {
      COUNT.incrementAndGet();
    }
  }
}
