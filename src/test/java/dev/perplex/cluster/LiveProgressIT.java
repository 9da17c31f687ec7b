package dev.perplex.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

/** Progress of tasks that have not ended. */
class LiveProgressIT {
  private static final CountDownLatch SEEN = new CountDownLatch(1);

  private static JavaSparkContext session() {
    return new JavaSparkContext(
        new SparkConf()
            .setMaster("local[2]")
            .setAppName("live-progress")
            .set("spark.ui.enabled", "false")
            .set("spark.executor.heartbeatInterval", "100ms")
            .set("spark.driver.bindAddress", "127.0.0.1")
            .set("spark.driver.host", "127.0.0.1"));
  }

  /** The task ends when its count has been seen, so it can only have been seen while it ran. */
  @Test
  void aTaskThatRunsIsSeenAndCountedOnce() {
    AtomicLong most = new AtomicLong();
    Progress progress =
        (done, total, unit) -> {
          most.accumulateAndGet(done, Math::max);
          if (done == 70) {
            SEEN.countDown();
          }
        };
    List<Boolean> seen;
    try (JavaSparkContext spark = session()) {
      seen =
          new Tasks(spark)
              .run(
                  "long tasks",
                  List.of(30L, 40L),
                  1_000,
                  "things",
                  progress,
                  (piece, done) -> {
                    done.add(piece);
                    return SEEN.await(60, TimeUnit.SECONDS);
                  });
    }
    assertThat(seen).containsExactly(true, true);
    assertThat(most).hasValue(70);
  }
}
