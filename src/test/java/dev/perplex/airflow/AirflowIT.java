package dev.perplex.airflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.cli.Commands;
import dev.perplex.cli.Commands.Ended;
import dev.perplex.job.SmallText;
import dev.perplex.job.Workplace;
import dev.perplex.provenance.Json;
import dev.perplex.provenance.Stage;
import dev.perplex.registry.Event;
import dev.perplex.registry.Version;
import dev.perplex.store.Artefact;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The DAGs of {@code airflow/} in a real Airflow, made from its lock, against a real spark-submit:
 * {@code src/test/python/airflow_days.py} runs four days, then single tasks on bad input, and the
 * tests look at what came of it.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AirflowIT {
  private static final Path HOME = AirflowDays.HOME;
  private static final String WORSE = "train.rate=0.0001";

  @TempDir static Path folder;
  private static Workplace place;
  private static Map<?, ?> seen;
  private static String text; // what it printed

  @BeforeAll
  static void fourDays() throws Exception {
    AirflowDays days = AirflowDays.run(folder);
    place = days.place();
    seen = days.seen();
    text = days.text();
  }

  private static Map<?, ?> step(String date) {
    return ((List<?>) seen.get("steps"))
        .stream()
            .map(each -> (Map<?, ?>) each)
            .filter(each -> each.get("date").equals(date))
            .findFirst()
            .orElseThrow();
  }

  private static Map<?, ?> tasks(String date) {
    return (Map<?, ?>) step(date).get("tasks");
  }

  private static Map<?, ?> alert(String date) throws Exception {
    List<Map<?, ?>> all = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("alerts.jsonl"))) {
      all.add(Json.read(line, Map.class));
    }
    List<Map<?, ?>> mine = all.stream().filter(each -> each.get("date").equals(date)).toList();
    assertThat(mine).as("alerts of " + date + " among " + all).hasSize(1);
    return mine.get(0);
  }

  private static Version version(String date) {
    return place.registry().versions().values().stream()
        .filter(each -> each.run().startsWith("small-" + date))
        .findFirst()
        .orElseThrow();
  }

  private static Map<?, ?> dag(String id) {
    return (Map<?, ?>) ((Map<?, ?>) seen.get("dags")).get(id);
  }

  @SuppressWarnings("unchecked")
  private static List<String> upstream(String task) {
    Map<?, ?> tasks = (Map<?, ?>) dag("perplex_small").get("tasks");
    return (List<String>) ((Map<?, ?>) tasks.get(task)).get("upstream");
  }

  /** All tasks before a task. */
  private static List<String> before(String task) {
    List<String> all = new ArrayList<>();
    for (String each : upstream(task)) {
      all.addAll(before(each));
      all.add(each);
    }
    return all;
  }

  @Test
  @Order(1)
  void theDagsAreReadQuicklyAndCleanly() {
    assertThat((Map<?, ?>) seen.get("errors")).isEmpty();
    assertThat((List<?>) seen.get("warnings")).isEmpty();
    assertThat(((Number) seen.get("seconds")).doubleValue()).isLessThan(1);
    assertThat(((Map<?, ?>) seen.get("dags")).keySet().stream().map(String::valueOf))
        .containsExactlyInAnyOrder(
            "perplex_small", "perplex_clustered", "perplex_wordnet", "perplex_news");
    Map<?, ?> small = dag("perplex_small");
    assertThat(small.get("max_active_runs")).isEqualTo(1);
    assertThat(small.get("catchup")).isEqualTo(false);
    assertThat(small.get("doc").toString()).contains("jobs/perplex rollback small");
    assertThat(((Map<?, ?>) small.get("params")).keySet().stream().map(String::valueOf))
        .containsExactlyInAnyOrder("date", "force", "settings");
    ((Map<?, ?>) dag("perplex_news").get("tasks"))
        .forEach(
            (id, task) -> {
              if (!List.of("promoted", "not_promoted", "data_refused").contains(id)) {
                assertThat(((Map<?, ?>) task).get("retries")).as("" + id).isEqualTo(3);
                assertThat(((Map<?, ?>) task).get("backoff")).as("" + id).isEqualTo(true);
              }
            });
  }

  @Test
  @Order(2)
  void taskIdsAreStagesAndTheirOrderIsThatOfArtefacts() {
    Map<?, ?> tasks = (Map<?, ?>) dag("perplex_small").get("tasks");
    List<String> submits =
        tasks.entrySet().stream()
            .filter(each -> ((Map<?, ?>) each.getValue()).get("type").equals("StageOperator"))
            .map(each -> String.valueOf(each.getKey()))
            .toList();
    List<String> stages = Stream.of(Stage.values()).map(Stage::label).toList();
    assertThat(submits).containsExactlyInAnyOrderElementsOf(stages);
    int inputs = 0;
    for (Stage stage : Stage.values()) {
      for (Artefact artefact : place.artefacts(stage)) {
        for (String input : artefact.manifest().record().inputs().keySet()) {
          if (stages.contains(input)) {
            assertThat(before(stage.label())).as("before " + stage).contains(input);
            inputs++;
          }
        }
      }
    }
    assertThat(inputs).as("artefacts that other stages read").isGreaterThan(10);
    assertThat(before("prepare")).containsExactly("corpus");
    assertThat(upstream("verdict")).containsExactly("promote");
  }

  @Test
  @Order(2)
  void theDateOfTheTextIsNeverToday() {
    assertThat(((List<?>) seen.get("dates")).stream().map(String::valueOf))
        .containsExactly(
            "2026-11-20",
            "2026-11-22",
            "2025-01-01",
            "This run has no logical date, so no text. Trigger it with one, or with the parameter"
                + " date.");
  }

  @Test
  @Order(3)
  void theFirstDayIsPromoted() throws Exception {
    assertThat(step("2026-11-01").get("state")).as(text).isEqualTo("success");
    assertThat(tasks("2026-11-01").get("promote")).isEqualTo("success");
    assertThat(tasks("2026-11-01").get("promoted")).isEqualTo("success");
    assertThat(tasks("2026-11-01").get("not_promoted")).isEqualTo("skipped");
    assertThat(tasks("2026-11-01").get("data_refused")).isEqualTo("skipped");
    Map<?, ?> alert = alert("2026-11-01");
    assertThat(alert.get("verdict")).isEqualTo("done");
    assertThat(alert.get("champion")).isEqualTo(version("2026-11-01").id());
    assertThat(alert.get("report"))
        .isEqualTo("https://reports.example/" + version("2026-11-01").run() + "/index.html");
  }

  @Test
  @Order(4)
  void moreTextMovesTheChampion() throws Exception {
    assertThat(tasks("2026-11-02").get("promoted")).as(text).isEqualTo("success");
    assertThat(alert("2026-11-02").get("champion")).isEqualTo(version("2026-11-02").id());
    assertThat(place.registry().chain())
        .extracting(Event::run)
        .containsExactly(version("2026-11-01").run(), version("2026-11-02").run());
  }

  @Test
  @Order(5)
  void spoiledTextStopsAtTheDataGateAndThatIsNoFailure() throws Exception {
    Map<?, ?> tasks = tasks("2026-11-03");
    assertThat(step("2026-11-03").get("state")).as(text).isEqualTo("success");
    assertThat(tasks.get("vocab")).isEqualTo("success");
    for (String stage : List.of("word2vec", "ngram", "train", "report", "promote")) {
      assertThat(tasks.get(stage)).as(stage).isEqualTo("skipped");
    }
    assertThat(tasks.get("data_refused")).isEqualTo("success");
    assertThat(tasks.get("promoted")).isEqualTo("skipped");
    assertThat(alert("2026-11-03").get("verdict")).isEqualTo("data-refused");
    assertThat(alert("2026-11-03").get("why").toString())
        .startsWith("The text is refused before training. ");
  }

  @Test
  @Order(6)
  void aWorseModelIsTrainedAndNotPromoted() throws Exception {
    Map<?, ?> tasks = tasks("2026-11-04");
    assertThat(step("2026-11-04").get("state")).as(text).isEqualTo("success");
    assertThat(tasks.get("train")).isEqualTo("success");
    assertThat(tasks.get("promote")).isEqualTo("success");
    assertThat(tasks.get("not_promoted")).isEqualTo("success");
    assertThat(tasks.get("promoted")).isEqualTo("skipped");
    Map<?, ?> alert = alert("2026-11-04");
    assertThat(alert.get("why").toString()).startsWith("Not promoted: ratio: ");
    assertThat(alert.get("champion")).isEqualTo(version("2026-11-02").id());
    assertThat(alert.get("report").toString()).contains("/small-2026-11-04-");
    assertThat(place.registry().events())
        .extracting(Event::kind)
        .containsExactly(
            Event.Kind.PROMOTED, Event.Kind.PROMOTED, Event.Kind.DATA_REFUSED, Event.Kind.REFUSED);
  }

  private static void failed(String date, String task, String... why) throws Exception {
    assertThat(step(date).get("state")).as(text).isEqualTo("failed");
    assertThat(tasks(date).get(task)).isEqualTo("failed");
    Map<?, ?> alert = alert(date);
    assertThat(alert.get("verdict")).isEqualTo("failed");
    assertThat(alert.get("task")).isEqualTo(task);
    assertThat(alert.get("why").toString().lines()).hasSize(1);
    assertThat(alert.get("why").toString()).contains(why);
  }

  @Test
  @Order(7)
  void badInputFailsInOneLine() throws Exception {
    failed(
        "2026-11-05",
        "prepare",
        "There is no connection spark_default. Add it: type Spark, host the master");
    assertThat(tasks("2026-11-06").get("corpus")).isEqualTo("failed"); // nothing came in time
    assertThat(text).contains("Waiting for " + folder + "/corpus/date=2026-11-06");
    failed(
        "2026-11-07",
        "prepare",
        "The source " + folder + "/corpus/date=2026-11-07 of corpus partitions does not exist.");
    failed("2026-11-08", "prepare", "storage.root = file:" + folder + "/file cannot be written: ");
    failed("2026-11-09", "corpus", "train.epohcs is not a known setting", "train.epochs?");
  }

  /** The driver had neither the repository's files nor Airflow's: it ran on a worker. */
  @Test
  @Order(7)
  void driversInTheClusterMakeTheSameAndTellTheSame() throws Exception {
    assertThat(step("2026-11-10").get("state")).as(text).isEqualTo("success");
    assertThat(tasks("2026-11-10").get("prepare")).isEqualTo("success");
    List<String> contents = place.artefacts(Stage.PREPARE).stream().map(Artefact::content).toList();
    // The text is that of the first day, which a driver on this machine read.
    assertThat(new HashSet<>(contents)).as(contents.toString()).hasSize(contents.size() - 1);
    failed("2026-11-11", "prepare", "The train split of corpus partitions came out empty: ");
    try (Stream<Path> files = Files.walk(folder.resolve("cluster"), 2)) {
      assertThat(files.filter(each -> each.getFileName().toString().startsWith("driver-")))
          .hasSize(2);
    }
  }

  @Test
  @Order(8)
  void aBrokenPipelineIsToldInOneLine() {
    Map<String, String> expected =
        Map.of(
            "key", "bad.toml: shedule is not a known key. Did you mean schedule?",
            "type", "bad.toml: max_active_runs = 'one' is not a whole number.",
            "bound", "bad.toml: retries.count = -1 is below 0.",
            "file",
                "conf/profiles/no-such.conf does not exist. Mend spark, profiles or config, or set",
            "stage", "bad.toml: timeouts.stages = trian is not one of prepare, tokenize,",
            "toml", "bad.toml: Invalid value (at line 1");
    Map<?, ?> broken = (Map<?, ?>) seen.get("broken");
    expected.forEach((name, line) -> assertThat("" + broken.get(name)).as(name).contains(line));
  }

  /** What the evaluation set was stands in the registry: another one is refused. */
  @Test
  @Order(9)
  void anEvaluationSetChangedUnderTheChampionIsRefused() throws Exception {
    String second = version("2026-11-02").id();
    Files.write(folder.resolve("corpus/test.txt"), SmallText.lines(90, 9));
    Ended ended = pipeline("2026-11-04", "--set", WORSE);
    assertThat(ended.code()).as(ended.err()).isEqualTo(10);
    assertThat(ended.err()).contains("evaluation: the evaluation set (90 documents, ");
    assertThat(place.registry().champion().orElseThrow().id()).isEqualTo(second);
  }

  @Test
  @Order(10)
  void aRollbackRestoresAndTheHistoryShowsItAll() {
    String first = version("2026-11-01").id();
    String second = version("2026-11-02").id();
    assertThat(place.tool("rollback", "small", "--why", "it writes markup").code()).isZero();
    assertThat(place.registry().champion().orElseThrow().id()).isEqualTo(first);
    Ended history = place.tool("models", "small", "--history");
    assertThat(history.out())
        .contains("rolled back", "it writes markup", "data refused", "refused  ", "promoted")
        .contains(first, second);
    assertThat(Workplace.text(place.storage().resolve("reports/index.html")))
        .contains("small-2026-11-01", "small-2026-11-02", "small-2026-11-04")
        .contains("not promoted", "data refused", "rolled back");
  }

  @Test
  @Order(11)
  void aDamagedHistoryAndARegistryThatCannotBeWrittenPromoteNothing() throws Exception {
    String first = place.registry().champion().orElseThrow().id();
    Path events = place.storage().resolve("registry/small/events");
    Path last;
    try (Stream<Path> files = Files.list(events)) {
      last = files.sorted().reduce((one, other) -> other).orElseThrow();
    }
    String whole = Files.readString(last);
    Files.writeString(last, whole.substring(0, 300));
    Ended damaged = pipeline("2026-11-02");
    assertThat(damaged.code()).isEqualTo(20);
    assertThat(damaged.err()).contains(last + " is damaged: ").contains("Nothing was changed.");
    Files.writeString(last, whole);

    Path registry = place.storage().resolve("registry");
    Files.move(registry, folder.resolve("aside"));
    Files.writeString(registry, "no folder");
    Ended unwritable = pipeline("2026-11-02");
    assertThat(unwritable.code()).isEqualTo(2);
    assertThat(unwritable.err().lines()).hasSize(1);
    assertThat(unwritable.err()).contains("storage.root = ", "cannot be written");
    Files.delete(registry);
    Files.move(folder.resolve("aside"), registry);
    assertThat(place.registry().champion().orElseThrow().id()).isEqualTo(first);
    assertThat(place.tool("models", "smal").err())
        .contains("The pipeline smal has no registry in ");
  }

  /** As the DAG submits it, without Airflow. */
  private static Ended pipeline(String date, String... more) {
    List<String> all =
        new ArrayList<>(List.of("--config", folder.resolve("gates.conf").toString()));
    all.addAll(
        List.of(
            "--set",
            "prepare.corpus=" + HOME.resolve("data-prep/partitions.conf"),
            "--variable",
            "PERPLEX_CORPUS=" + folder.resolve("corpus"),
            "--date",
            date));
    all.addAll(List.of(more));
    return Commands.run(place.command("pipeline", all.toArray(String[]::new)));
  }
}
