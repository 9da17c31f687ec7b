package dev.perplex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.job.Workplace;
import dev.perplex.provenance.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What others see of a run: in the Spark UI, in its metrics, in its log, and from afar. */
class ObservationIT {
  @TempDir Path folder;

  @Test
  void aRunCanBeWatched() {
    Workplace place = Workplace.small(folder);
    JobWatch.clear();
    StringWriter out = new StringWriter();
    int code =
        Commands.under(
            "local[2]",
            Map.of(
                "spark.ui.enabled", "true",
                "spark.ui.port", "0",
                "spark.extraListeners", JobWatch.class.getName()),
            () ->
                Perplex.run(
                    new PrintWriter(out, true),
                    new PrintWriter(new StringWriter(), true),
                    false,
                    place.command("pipeline")));
    assertThat(code).as(out.toString()).isZero();
    String id = out.toString().split("\\s+", 3)[1];

    assertThat(JobWatch.JOBS).hasSizeGreaterThan(20);
    assertThat(JobWatch.JOBS)
        .allSatisfy(
            job -> {
              assertThat(job.loggedRun()).isEqualTo(id);
              assertThat(job.group()).as("group of %s", job).isEqualTo(id);
              assertThat(job.description()).isNotBlank();
            });
    assertThat(JobWatch.JOBS)
        .extracting(JobWatch.Job::description)
        .contains("word2vec: epoch 1 of 2, round 1 of 3", "train: epoch 1 of 3, round 1")
        .noneMatch(name -> name.startsWith("collect at"));

    Map<?, ?> gauges = (Map<?, ?>) Json.read(JobWatch.metrics, Map.class).get("gauges");
    assertThat(gauge(gauges, "vocab.state")).isEqualTo(2.0);
    assertThat(gauge(gauges, "train.state")).isEqualTo(1.0);
    assertThat(gauge(gauges, "report.state")).isZero();
    assertThat(gauge(gauges, "word2vec.total")).isPositive();
    assertThat(gauge(gauges, "word2vec.done")).isPositive();

    Commands.Ended followed = Commands.run(place.command("status", id, "--follow"));
    assertThat(followed.code()).isZero();
    assertThat(followed.out())
        .startsWith("run       " + id)
        .contains("train     started (")
        .contains("promote   done in ")
        .contains("result    done at ");
    assertThat(Commands.run(place.command("status", "--follow")).err())
        .contains("--follow needs a RUN");
  }

  private static double gauge(Map<?, ?> gauges, String name) {
    return gauges.entrySet().stream()
        .filter(each -> each.getKey().toString().endsWith("RunPlugin." + name))
        .map(each -> ((Map<?, ?>) each.getValue()).get("value"))
        .mapToDouble(value -> ((Number) value).doubleValue())
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not in " + gauges.keySet()));
  }
}
