package dev.perplex.airflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.PythonEnvironment;
import dev.perplex.cluster.ServerProcess;
import dev.perplex.job.SmallText;
import dev.perplex.job.Workplace;
import dev.perplex.provenance.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Four days of a small pipeline in a real Airflow, and single tasks on bad input.
 *
 * @param place where the runs and their registry are
 * @param seen what {@code src/test/python/airflow_days.py} saw
 * @param text that it printed
 */
record AirflowDays(Workplace place, Map<?, ?> seen, String text) {
  static final Path HOME = Path.of("").toAbsolutePath();

  private static final String GATES =
      """
      ngram.order = 2
      word2vec.epochs = 1
      train { epochs = 3, segment-tokens = 0 }
      report { samples.count = 0, bootstrap.resamples = 500, map.words = 0 }
      promote {
        changed-evaluation = refuse
        quality { max-ratio = 1, evidence = better, max-band-ratio = 2 }
        data { action = refuse, max-type-ratio = 2 }
      }
      """;

  private static final String SMALL =
      """
      config = ["%1$s/small.conf", "%1$s/gates.conf"]
      [settings]
      "prepare.corpus" = "${PERPLEX_HOME}/data-prep/partitions.conf"
      [variables]
      PERPLEX_CORPUS = "{{ var.value.perplex_corpus }}"
      [retries]
      count = 0
      [wait]
      poll_seconds = 1
      timeout_hours = 0
      [alerts]
      call = "days_alerts.write"
      report_url = "https://reports.example/{run}/index.html"
      """;

  private static final String PIPELINE =
      """
      description = "A small language, by the day."
      schedule = "@daily"
      start = 2026-11-01
      spark = "local,%1$s/quiet.properties"
      driver_memory = "1g"
      """
          + SMALL;

  /** The same, its drivers in a cluster; another pipeline's champion is another. */
  private static final String CLUSTERED =
      """
      start = 2026-11-01
      spark = "standalone-cluster,%1$s/clustered.properties"
      connection = "spark_cluster"
      """
          + SMALL;

  private static final String CLUSTERED_SPARK =
      """
      spark.master.rest.enabled true
      spark.driver.memory 600m
      spark.executor.memory 512m
      """;

  private static final String ALERTS =
      """
      import json

      def write(message):
          with open("%s/alerts.jsonl", "a") as file:
              file.write(json.dumps(message) + "\\n")
      """;

  private static final String STEPS =
      """
      [
        {"date": "2026-11-01"},
        {"date": "2026-11-02"},
        {"date": "2026-11-03"},
        {"date": "2026-11-04", "settings": ["train.rate=0.0001"]},
        {"date": "2026-11-05", "tasks": ["prepare"], "without": ["AIRFLOW_CONN_SPARK_DEFAULT"]},
        {"date": "2026-11-06", "tasks": ["corpus"]},
        {"date": "2026-11-07", "tasks": ["prepare"]},
        {"date": "2026-11-08", "tasks": ["prepare"], "settings": ["storage.root=%1$s/file"]},
        {"date": "2026-11-09", "tasks": ["corpus"], "settings": ["train.epohcs=2"]},
        {"date": "2026-11-10", "dag": "perplex_clustered", "tasks": ["corpus", "prepare"]},
        {"date": "2026-11-11", "dag": "perplex_clustered", "tasks": ["prepare"]}
      ]
      """;

  /** Runs them in a folder. */
  static AirflowDays run(Path folder) throws Exception {
    assertThat(HOME.resolve("target/perplex-all.jar")).as("built by mvn package").exists();
    PythonEnvironment python =
        PythonEnvironment.of(
            HOME.resolve("target/airflow"),
            HOME.resolve("src/test/python/build.lock"),
            HOME.resolve("airflow/requirements.lock"));
    Workplace place = new Workplace(folder);
    place.write("gates.conf", GATES);
    day(folder, "2026-11-01", SmallText.lines(60, 3));
    day(folder, "2026-11-02", SmallText.lines(400, 5));
    List<String> spoiled = new ArrayList<>();
    for (String line : SmallText.lines(400, 5)) {
      spoiled.add(new StringBuilder(line.replace('a', 'ж').replace('n', 'щ')).reverse().toString());
    }
    day(folder, "2026-11-03", spoiled);
    day(folder, "2026-11-04", SmallText.lines(400, 6));
    day(folder, "2026-11-05", SmallText.lines(10, 6));
    day(folder, "2026-11-08", SmallText.lines(10, 6));
    day(folder, "2026-11-10", SmallText.lines(60, 3));
    day(folder, "2026-11-11", List.of());
    Files.writeString(folder.resolve("clustered.properties"), CLUSTERED_SPARK);
    Files.write(folder.resolve("corpus/valid.txt"), SmallText.lines(60, 8));
    Files.write(folder.resolve("corpus/test.txt"), SmallText.lines(80, 7));
    Files.writeString(folder.resolve("file"), "no folder");
    place.write("quiet.properties", "spark.ui.showConsoleProgress: false");
    airflowFolder(folder);
    PythonEnvironment.Ended ended;
    try (ServerProcess cluster =
        ServerProcess.start(
            "standalone", folder.resolve("cluster"), Map.of("MASTER_REST", freePort()))) {
      ended = days(folder, python, cluster.address());
    }
    String text = ended.text();
    Files.writeString(HOME.resolve("target/airflow-it.log"), text);
    assertThat(ended.code()).as(text).isZero();
    return new AirflowDays(place, Workplace.json(folder.resolve("seen.json")), text);
  }

  private static PythonEnvironment.Ended days(Path folder, PythonEnvironment python, String cluster)
      throws Exception {
    return python.run(
        folder,
        Map.ofEntries(
            Map.entry("AIRFLOW_HOME", folder.resolve("airflow").toString()),
            Map.entry("AIRFLOW__CORE__LOAD_EXAMPLES", "False"),
            Map.entry("AIRFLOW__CORE__DAGS_FOLDER", folder.resolve("dags").toString()),
            Map.entry("AIRFLOW__DATABASE__LOAD_DEFAULT_CONNECTIONS", "False"),
            Map.entry("AIRFLOW_CONN_SPARK_DEFAULT", connection("local[2]", "client")),
            Map.entry("AIRFLOW_CONN_SPARK_CLUSTER", connection(cluster, "cluster")),
            Map.entry("AIRFLOW_VAR_PERPLEX_CORPUS", folder.resolve("corpus").toString()),
            Map.entry("PERPLEX_HOME", HOME.toString()),
            Map.entry("SPARK_LOCAL_IP", "127.0.0.1"),
            // JVMs that live for seconds.
            Map.entry("SPARK_SUBMIT_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")),
        List.of(
            python.program("python"),
            HOME.resolve("src/test/python/airflow_days.py").toString(),
            folder.resolve("dags").toString(),
            STEPS.formatted(folder),
            folder.resolve("seen.json").toString()));
  }

  /** Drivers are told the master's own port in place of this one where it is a fixed number. */
  private static String freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return String.valueOf(socket.getLocalPort());
    }
  }

  private static String connection(String host, String mode) {
    return Json.pretty(
        Map.of("conn_type", "spark", "host", host, "extra", Map.of("deploy-mode", mode)));
  }

  private static void day(Path folder, String date, List<String> lines) throws Exception {
    Path day = Files.createDirectories(folder.resolve("corpus/date=" + date));
    Files.write(day.resolve("text.txt"), lines);
    Files.createFile(day.resolve("_SUCCESS"));
  }

  private static void airflowFolder(Path folder) throws Exception {
    Path dags = folder.resolve("dags");
    copy(HOME.resolve("airflow"), dags);
    Files.writeString(dags.resolve("pipelines/small.toml"), PIPELINE.formatted(folder));
    Files.writeString(dags.resolve("pipelines/clustered.toml"), CLUSTERED.formatted(folder));
    Files.writeString(dags.resolve("days_alerts.py"), ALERTS.formatted(folder));
    for (Map.Entry<String, String> each : broken().entrySet()) {
      Path bad = folder.resolve("broken").resolve(each.getKey());
      copy(HOME.resolve("airflow"), bad);
      Files.writeString(bad.resolve("pipelines/bad.toml"), each.getValue());
    }
  }

  private static Map<String, String> broken() {
    return new TreeMap<>(
        Map.of(
            "key", "shedule = \"@daily\"\n",
            "type", "max_active_runs = \"one\"\n",
            "bound", "[retries]\ncount = -1\n",
            "file", "profiles = [\"no-such\"]\n",
            "stage", "[timeouts.stages]\ntrian = 2\n",
            "toml", "schedule = \n"));
  }

  private static void copy(Path from, Path to) throws Exception {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.toString().contains("__pycache__")) {
          Path target = to.resolve(from.relativize(file));
          Files.createDirectories(target.getParent());
          Files.copy(file, target);
        }
      }
    }
  }
}
