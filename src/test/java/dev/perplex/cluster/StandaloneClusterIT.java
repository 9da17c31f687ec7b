package dev.perplex.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.cli.Commands;
import dev.perplex.job.Workplace;
import dev.perplex.provenance.Stage;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code jobs/pipeline} on a standalone cluster of one master and two workers. */
class StandaloneClusterIT {
  @TempDir Path folder;

  /** Ends with this process: the script stops its cluster where its input ends. */
  private Process cluster() throws IOException {
    return new ProcessBuilder("src/test/cluster/standalone", folder.resolve("cluster").toString())
        .redirectError(folder.resolve("cluster.err").toFile())
        .start();
  }

  private Workplace workplace(String name) throws IOException {
    return Workplace.small(Files.createDirectory(folder.resolve(name)));
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void thePipelineRunsOnTwoExecutorsAndMakesWhatItMakesLocally() throws Exception {
    Workplace place = workplace("place");
    Process cluster = cluster();
    try (BufferedReader said = cluster.inputReader(StandardCharsets.UTF_8)) {
      String master = said.readLine();
      assertThat(master)
          .as(Workplace.text(folder.resolve("cluster.err")))
          .matches("spark://127\\.0\\.0\\.1:\\d+");
      submit(place, master);
    } finally {
      cluster.getOutputStream().close();
      assertThat(cluster.waitFor(1, TimeUnit.MINUTES)).isTrue();
    }
    List<Path> executors = executors();
    assertThat(executors).hasSize(2);
    for (Path log : executors) {
      assertThat(Workplace.text(log)).contains("Finished task ");
    }

    Workplace local = workplace("local");
    for (Stage stage : List.of(Stage.PREPARE, Stage.TOKENIZE, Stage.VOCAB, Stage.WORD2VEC)) {
      assertThat(Commands.run(local.command(stage.label())).code()).isZero();
      assertThat(place.artefact(stage).content())
          .as(stage.label())
          .isEqualTo(local.artefact(stage).content());
    }
  }

  /** The driver runs on a worker, in a folder of its own, without the configuration files. */
  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void inClusterModeTheDriverRunsOnAWorkerWithTheSettingsSentAlong() throws Exception {
    Files.writeString(
        folder.resolve("small.properties"),
        "spark.driver.memory 600m\nspark.executor.memory 512m\n");
    Workplace place = workplace("place");
    try (ServerProcess cluster =
        ServerProcess.start("standalone", folder.resolve("cluster"), Map.of())) {
      assertThat(deployed(place, cluster.address(), "prepare").get("verdict")).isEqualTo("done");
      Workplace local = workplace("local");
      assertThat(Commands.run(local.command("prepare")).code()).isZero();
      assertThat(place.artefact(Stage.PREPARE).content())
          .isEqualTo(local.artefact(Stage.PREPARE).content());

      place.write("text.txt", "one line, in no split but one\n");
      Map<?, ?> refused = deployed(place, cluster.address(), "prepare");
      assertThat(refused.get("verdict")).isEqualTo("data-refused");
      assertThat(refused.get("exit-code")).isEqualTo(20);
    }
  }

  /** What the run of a command in cluster mode says of itself; its exit code says nothing. */
  private Map<?, ?> deployed(Workplace place, String master, String command) throws Exception {
    Map<String, String> environment =
        Map.of(
            "PERPLEX_SPARK",
            "standalone-cluster," + folder.resolve("small.properties"),
            "PERPLEX_MASTER",
            master,
            "SPARK_LOCAL_IP",
            "127.0.0.1");
    try (Submission job =
        Submission.job(place, folder.resolve("submit.log"), environment, command)) {
      assertThat(job.code()).as(job.text()).isZero();
      assertThat(place.stored("result.json")).as(job.text()).hasSize(1);
    }
    return Workplace.json(place.stored("result.json").get(0));
  }

  private void submit(Workplace place, String master) throws Exception {
    ProcessBuilder pipeline =
        new ProcessBuilder(
            Stream.concat(Stream.of("jobs/pipeline"), Stream.of(place.command("pipeline")).skip(1))
                .toList());
    pipeline
        .environment()
        .putAll(
            Map.of(
                "PERPLEX_SPARK", "cluster",
                "PERPLEX_MASTER", master,
                "SPARK_LOCAL_IP", "127.0.0.1",
                "SPARK_DRIVER_MEMORY", "1g"));
    pipeline.environment().remove("SPARK_HOME");
    Path out = folder.resolve("pipeline.out");
    Path err = folder.resolve("pipeline.err");
    int code = pipeline.redirectOutput(out.toFile()).redirectError(err.toFile()).start().waitFor();
    assertThat(code).as(Workplace.text(out) + Workplace.text(err)).isZero();
    assertThat(Workplace.text(out))
        .contains("LSTM: a perplexity of ")
        .contains("report: " + place.storage());
    Map<?, ?> result = Workplace.json(place.stored("result.json").get(0));
    assertThat(result.get("verdict")).isEqualTo("done");
    assertThat((Double) result.get("perplexity"))
        .isLessThan((Double) result.get("unigram-perplexity"));
  }

  /** The logs of all executors of all applications. */
  private List<Path> executors() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("cluster"))) {
      return files.filter(file -> file.endsWith("stderr")).sorted().toList();
    }
  }
}
