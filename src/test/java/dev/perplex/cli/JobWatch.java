package dev.perplex.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;

/**
 * Notes what Spark calls each job, and what its metric system says while the first of train runs.
 */
public final class JobWatch extends SparkListener {
  /** A job as the Spark UI shows it. */
  record Job(String group, String description, String loggedRun) {}

  static final Queue<Job> JOBS = new ConcurrentLinkedQueue<>();
  static volatile String metrics = "";

  static void clear() {
    JOBS.clear();
    metrics = "";
  }

  @Override
  public void onJobStart(SparkListenerJobStart start) {
    String description = start.properties().getProperty("spark.job.description");
    JOBS.add(
        new Job(
            start.properties().getProperty("spark.jobGroup.id"),
            description,
            start.properties().getProperty("mdc.run")));
    if (metrics.isEmpty() && description != null && description.startsWith("train: epoch")) {
      metrics = get(SparkContext.getOrCreate().uiWebUrl().get() + "/metrics/json/");
    }
  }

  private static String get(String address) {
    try {
      return HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(URI.create(address)).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      return e.toString();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return e.toString();
    }
  }
}
