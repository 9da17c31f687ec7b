package dev.perplex.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.job.Workplace;
import dev.perplex.provenance.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** YARN whose containers have limits, over HDFS: both real, in a JVM of their own. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class YarnIT {
  /** Containers as small as they can be. Spark's jars lie where the containers run. */
  private static final String SMALL =
      """
      spark.driver.memory              600m
      spark.driver.memoryOverhead      1g
      spark.executor.instances         2
      spark.executor.memory            512m
      spark.executor.memoryOverhead    512m
      spark.yarn.jars                  local:%1$s/target/spark/jars/*
      spark.yarn.am.memory             256m
      spark.ui.port                    0
      spark.yarn.appMasterEnv.SPARK_LOCAL_IP  127.0.0.1
      spark.executorEnv.SPARK_LOCAL_IP        127.0.0.1
      """;

  private static final int CONTAINER_MEMORY = 6144; // MB, of all together

  private static Path folder;
  private static HadoopServers hadoop;
  private static Workplace place;

  @BeforeAll
  static void thePipelineRunsInClusterMode() throws Exception {
    folder = SameBits.folder("yarn");
    Files.writeString(
        folder.resolve("small.properties"), SMALL.formatted(Path.of("").toAbsolutePath()));
    place = Workplace.small(folder);
    hadoop = HadoopServers.start(folder.resolve("hadoop"), CONTAINER_MEMORY);
    copy("-put", folder.resolve("text.txt").toString(), hadoop.address() + "/text.txt");
    corpus("text.txt", "");
    ended(0, "yarn-cluster", "pipeline");
  }

  @AfterAll
  static void stop() throws Exception {
    if (hadoop != null) {
      hadoop.close();
    }
  }

  private static void copy(String... arguments) throws Exception {
    Submission.copy(hadoop.conf(), folder.resolve("copy.log"), arguments);
  }

  /** A corpus manifest on this machine, of a text on HDFS. */
  private static void corpus(String file, String more) {
    place.manifest("sources = [ { path = \"%s/%s\" %s } ]".formatted(hadoop.address(), file, more));
  }

  /** The result of the run of a command. */
  private static Map<?, ?> ended(int code, String mode, String command, String... more)
      throws Exception {
    List<String> settings = new ArrayList<>(SameBits.SETTINGS);
    settings.addAll(List.of("--set", "storage.root=" + hadoop.address() + "/storage"));
    settings.addAll(List.of(more));
    Map<String, String> environment =
        Map.of(
            "PERPLEX_SPARK",
            mode + "," + folder.resolve("small.properties"),
            "HADOOP_CONF_DIR",
            hadoop.conf().toString(),
            "SPARK_LOCAL_IP",
            "127.0.0.1");
    Path log = folder.resolve(command + ".log");
    try (Submission job =
        Submission.job(place, log, environment, command, settings.toArray(String[]::new))) {
      assertThat(job.code()).as(job.text() + drivers()).isEqualTo(code);
    }
    fetch();
    return place.stored("result.json").stream()
        .map(Workplace::json)
        .max(Comparator.comparing(result -> result.get("ended").toString()))
        .orElse(Map.of());
  }

  private static void fetch() throws Exception {
    SameBits.folder("yarn/storage");
    copy("-get", "-f", hadoop.address() + "/storage", folder.toString());
  }

  /** What drivers wrote in their containers. */
  private static String drivers() {
    StringBuilder text = new StringBuilder();
    for (Path log : hadoop.containerLogs()) {
      if (log.getParent().toString().matches(".*_0*1")) {
        text.append("\n--- ").append(log).append('\n').append(Workplace.text(log));
      }
    }
    return text.toString();
  }

  private static long applications() {
    return hadoop.containerLogs().stream()
        .map(each -> each.getParent().getParent())
        .distinct()
        .count();
  }

  @Test
  void itsArtefactsAreThoseOfOneJvmToTheBit() {
    SameBits.check(place, List.of(Stage.values()));
    assertThat(drivers()).contains("LSTM: a perplexity of ").contains("the packed model gives 4");
  }

  @Test
  void aStageInClientModeMakesTheSame() throws Exception {
    Map<?, ?> result = ended(0, "yarn", "vocab", "--force");
    assertThat(result.get("verdict")).isEqualTo("done");
    SameBits.check(place, List.of(Stage.VOCAB));
  }

  /** YARN knows SUCCEEDED and FAILED alone, and runs what failed again. */
  @Test
  void refusedDataEndWellAndTheResultSaysIt() throws Exception {
    corpus("text.txt", ", sha256 = \"" + "0".repeat(64) + "\"");
    try {
      Map<?, ?> result = ended(0, "yarn-cluster", "prepare", "--date", "2026-11-30");
      assertThat(result.get("exit-code")).isEqualTo(20);
      assertThat(result.get("verdict")).isEqualTo("data-refused");
    } finally {
      corpus("text.txt", "");
    }
  }

  @Test
  void badSettingsAreToldBeforeAnythingIsQueued() throws Exception {
    long before = applications();
    ended(2, "yarn-cluster", "tokenize", "--set", "vocab.min-count=0");
    assertThat(Workplace.text(folder.resolve("tokenize.log")))
        .isEqualTo(
            "perplex: vocab.min-count = 0 is below 1. Set vocab.min-count in conf/perplex.conf or"
                + " pass --set vocab.min-count=2.\n");
    assertThat(applications()).isEqualTo(before);
  }

  @Test
  void helpIsGivenHere() throws IOException, InterruptedException {
    Path log = folder.resolve("help.log");
    Map<String, String> environment = Map.of("PERPLEX_SPARK", "yarn-cluster");
    try (Submission job = Submission.start(log, environment, List.of("jobs/vocab", "--help"))) {
      assertThat(job.code()).isZero();
      assertThat(job.text()).startsWith("Usage: perplex vocab").doesNotContain("packed");
    }
  }
}
