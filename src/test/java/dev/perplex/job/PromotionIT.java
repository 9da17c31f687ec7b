package dev.perplex.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.cli.Commands;
import dev.perplex.cli.Commands.Ended;
import dev.perplex.provenance.Stage;
import dev.perplex.registry.Event;
import dev.perplex.report.page.PageText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A week of retraining, through the real stages: each test is a day, and goes on from the last. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PromotionIT {
  private static final String GATES =
      """
      ngram.order = 2
      word2vec.epochs = 1
      report { samples.count = 0, bootstrap.resamples = 500, map.words = 0 }
      promote {
        quality { max-ratio = 1, evidence = better, max-band-ratio = 2, check-documents = 5 }
        data { action = refuse, max-type-ratio = 2 }
      }
      """;

  @TempDir static Path folder;
  private static Workplace place;
  private static String first; // versions
  private static String second;

  private static void corpus(List<String> train, List<String> test) {
    write("train.txt", train);
    write("valid.txt", SmallText.lines(60, 8));
    write("test.txt", test);
    List<String> sources = new ArrayList<>();
    for (String split : List.of("train", "valid", "test")) {
      Path file = folder.resolve(split + ".txt");
      sources.add("{ path = \"" + file + "\", split = " + split + " }");
    }
    place.manifest(
        "sources = [ " + String.join(", ", sources) + " ]", "split.kind = own, duplicates = keep");
  }

  private static void write(String name, List<String> lines) {
    place.write(name, String.join("\n", lines) + "\n");
  }

  private static Ended run(String command, String date, String... more) {
    List<String> all =
        new ArrayList<>(List.of("--config", folder.resolve("gates.conf").toString()));
    all.addAll(List.of("--date", date));
    all.addAll(List.of(more));
    return Commands.run(place.command(command, all.toArray(String[]::new)));
  }

  private static Map<?, ?> result(String date) {
    return Workplace.json(
        place.stored("result.json").stream()
            .filter(each -> each.toString().contains("small-" + date))
            .findFirst()
            .orElseThrow());
  }

  private static String page() throws IOException {
    return Files.readString(place.storage().resolve("reports/index.html"));
  }

  /** The text of a run's report. */
  private static String report(String date) {
    return PageText.of(Workplace.text(Path.of(result(date).get("report").toString())));
  }

  private static void columns(Ended ended) {
    assertThat(ended.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(81));
  }

  @Test
  @Order(1)
  void theFirstIsPromoted() {
    place = new Workplace(folder);
    place.write("gates.conf", GATES);
    corpus(SmallText.lines(400, 5), SmallText.lines(80, 7));
    Ended ended = run("pipeline", "2026-11-01", "--set", "train.epochs=1");
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out())
        .contains("promote   left out evaluation: there is no champion yet")
        .contains("passed   packed-model: loaded by a JVM of its own, the packed model gives 5")
        .containsPattern("promote   v-[0-9a-f]{8} is the champion of small now, after none");
    assertThat(place.registry().events())
        .extracting(Event::kind)
        .containsExactly(Event.Kind.PROMOTED);
    first = place.registry().champion().orElseThrow().id();
    assertThat(result("2026-11-01").get("champion")).isEqualTo(first);
    assertThat(result("2026-11-01").get("verdict")).isEqualTo("done");
    assertThat((List<?>) result("2026-11-01").get("gates")).hasSize(8);
  }

  @Test
  @Order(2)
  void theSameAgainChangesNothing() {
    Ended ended = run("pipeline", "2026-11-01", "--set", "train.epochs=1");
    assertThat(ended.code()).isZero();
    assertThat(ended.out())
        .containsPattern("promote +skipped")
        .contains(first + " (run small-2026-11-01-")
        .doesNotContain("started (");
    assertThat(place.registry().events()).hasSize(1);

    Ended tightened =
        run(
            "promote",
            "2026-11-01",
            "--set",
            "train.epochs=1",
            "--set",
            "promote.quality.max-perplexity=1.5");
    assertThat(tightened.code()).as(tightened.err()).isZero();
    assertThat(tightened.out())
        .contains("stays it: thresholds are for candidates")
        .contains("above promote.quality.max-perplexity = 1.5");
    assertThat(result("2026-11-01").get("version")).isEqualTo(first);
    assertThat(place.registry().events()).hasSize(1);
  }

  @Test
  @Order(3)
  void aBetterOneMovesTheChampion() throws IOException {
    Ended ended = run("pipeline", "2026-11-02", "--set", "train.epochs=6");
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out()).contains("is the champion of small now, after " + first);
    second = place.registry().champion().orElseThrow().id();
    assertThat(second).isNotEqualTo(first);
    assertThat(result("2026-11-02").get("gates").toString()).contains("significantly better");
    assertThat(report("2026-11-02"))
        .contains("Against the last champion (small-2026-11-01-")
        .containsPattern("Promoted \\(20[^)]+Z\\): ")
        .contains("Version " + second + " against the champion " + first)
        .contains("significantly better");
    assertThat(report("2026-11-01")).contains("Version " + first + " against no champion");
    assertThat(page()).contains("former champion", "What the gates said");
  }

  @Test
  @Order(4)
  void aSpoiledCorpusStopsBeforeTraining() throws IOException {
    int models = place.artefacts(Stage.TRAIN).size();
    List<String> spoiled = new ArrayList<>();
    for (String line : SmallText.lines(400, 5)) {
      spoiled.add(new StringBuilder(line.replace('a', 'ж').replace('n', 'щ')).reverse().toString());
    }
    corpus(spoiled, SmallText.lines(80, 7));
    Ended ended = run("pipeline", "2026-11-03", "--set", "train.epochs=6");
    assertThat(ended.code()).isEqualTo(20);
    assertThat(ended.err().lines()).hasSize(1);
    assertThat(ended.err())
        .startsWith("perplex: The text is refused before training. ")
        .contains("above promote.data.max-")
        .contains("promote.data.action = warn");
    assertThat(place.artefacts(Stage.TRAIN)).hasSize(models);
    assertThat(result("2026-11-03").get("verdict")).isEqualTo("data-refused");
    assertThat(result("2026-11-03").get("data-gates").toString()).contains("language");
    assertThat(place.registry().champion().orElseThrow().id()).isEqualTo(second);
    assertThat(page()).contains("data refused");

    // Tried again, it is refused again, and the history has one entry for it.
    assertThat(run("pipeline", "2026-11-03", "--set", "train.epochs=6").code()).isEqualTo(20);
    assertThat(place.registry().events())
        .extracting(Event::kind)
        .containsExactly(Event.Kind.PROMOTED, Event.Kind.PROMOTED, Event.Kind.DATA_REFUSED);
  }

  @Test
  @Order(5)
  void aWorseOneIsTrainedAndNotPromoted() throws IOException {
    corpus(SmallText.lines(400, 5), SmallText.lines(80, 7));
    Ended ended = run("pipeline", "2026-11-04", "--set", "train.rate=0.0001");
    assertThat(ended.code()).isEqualTo(10);
    assertThat(ended.err().lines()).hasSize(1);
    assertThat(ended.err())
        .startsWith("perplex: Not promoted: ratio: perplexity ")
        .contains("above promote.quality.max-ratio = 1")
        .contains("The champion of small stays " + second)
        .contains("pass --profile trial, or give trials a run.pipeline");
    assertThat(ended.out()).contains("\ntest perplexity ").contains("\nreport: ");
    Map<?, ?> result = result("2026-11-04");
    assertThat(result.get("verdict")).isEqualTo("not-promoted");
    assertThat(result.get("exit-code")).isEqualTo(10);
    assertThat(result.get("champion")).isEqualTo(second);
    assertThat(result.get("gates").toString()).contains("REFUSED");
    assertThat(report("2026-11-04"))
        .containsPattern("Not promoted \\(20[^)]+Z\\): ratio: perplexity ")
        .contains("above promote.quality.max-ratio = 1");
    assertThat(page()).contains("not promoted");
    assertThat(place.registry().candidate().orElseThrow().run()).startsWith("small-2026-11-04");
    columns(place.tool("models", "small"));
  }

  /** A cluster manager would run a failed driver again: the verdict is no failure there. */
  @Test
  @Order(6)
  void inClusterModeTheVerdictEndsWithZero() {
    System.setProperty("spark.submit.deployMode", "cluster");
    try {
      Ended ended = run("promote", "2026-11-04", "--set", "train.rate=0.0001");
      assertThat(ended.code()).as(ended.err()).isZero();
      assertThat(ended.out()).contains("perplex: Not promoted: ratio: perplexity ");
      String[] code = {"--set", "train.rate=0.0001", "--set", "run.verdicts=code"};
      assertThat(run("promote", "2026-11-04", code).code()).isEqualTo(10);
    } finally {
      System.clearProperty("spark.submit.deployMode");
    }
    String[] zero = {"--set", "train.rate=0.0001", "--set", "run.verdicts=zero"};
    assertThat(run("promote", "2026-11-04", zero).code()).isZero();
    assertThat(result("2026-11-04").get("verdict")).isEqualTo("not-promoted");
    assertThat(result("2026-11-04").get("report").toString()).endsWith("index.html");
    assertThat(place.registry().events()).hasSize(4); // nothing was added
  }

  @Test
  @Order(7)
  void aRollbackRestoresAndLasts() throws IOException {
    Ended ended = place.tool("rollback", "small", "--why", "it writes markup");
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(place.registry().champion().orElseThrow().id()).isEqualTo(first);
    assertThat(page()).contains("rolled back", "it writes markup");

    Ended again = run("promote", "2026-11-02", "--set", "train.epochs=6");
    assertThat(again.code()).isEqualTo(10);
    assertThat(again.err()).contains("withdrawal: ", "took this model out of use", "it writes");
    assertThat(place.registry().champion().orElseThrow().id()).isEqualTo(first);

    assertThat(place.tool("rollback", "small", "--why", "x").err())
        .contains("The pipeline small has no former champion. Name a version");
    assertThat(place.tool("rollback", "small", "--to", second, "--why", "it was the reader").code())
        .isZero();
    assertThat(place.registry().champion().orElseThrow().id()).isEqualTo(second);
  }

  @Test
  @Order(8)
  void toolsTellWhatWasLiveWhen() {
    Ended champion = place.tool("champion", "small");
    assertThat(champion.code()).as(champion.err()).isZero();
    assertThat(champion.out())
        .startsWith("version   " + second + "\n")
        .contains("\nwhy       it was the reader\n", "artefacts/train/");
    columns(champion);
    String then = place.registry().chain().get(0).at();
    assertThat(place.tool("champion", "small", "--at", then).out())
        .startsWith("version   " + first);
    assertThat(place.tool("champion", "small", "--at", "2001-01-01").err())
        .contains("has no champion at 2001-01-01. The first became it at " + then);
    assertThat(place.tool("champion", "small", "--at", "monday").code()).isEqualTo(2);

    Ended models = place.tool("models", "small");
    assertThat(models.out())
        .contains("champion  " + second)
        .containsPattern(first + " .* rolled back\n")
        .contains("not promoted");
    columns(models);
    Ended history = place.tool("models", "small", "--history");
    assertThat(history.out()).contains("rolled back", "data refused", "it was the reader");
    columns(history);

    Ended unknown = place.tool("champion", "smal");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err())
        .contains("The pipeline smal has no registry in ")
        .contains("There are small.");
  }

  /** Where the report of the champion is gone, no candidate is trained in vain. */
  @Test
  @Order(9)
  void aChampionThatIsGoneStopsBeforeTheWork() throws IOException {
    Path report =
        place
            .storage()
            .resolve(
                place
                    .registry()
                    .champion()
                    .orElseThrow()
                    .artefact("report")
                    .orElseThrow()
                    .folder());
    Path aside = Files.move(report, folder.resolve("aside"));
    Ended ended = run("pipeline", "2026-11-05", "--set", "train.rate=0.0001");
    assertThat(ended.code()).isEqualTo(20);
    assertThat(ended.err())
        .contains("The report artefact of the version " + second + " cannot be opened: ")
        .contains("'perplex rollback PIPELINE --to VERSION --why WORDS'");
    assertThat(ended.out()).doesNotContain("started (");
    assertThat(place.tool("rollback", "small", "--to", first, "--why", "x").code()).isZero();
    Ended back = place.tool("rollback", "small", "--to", second, "--why", "x");
    assertThat(back.code()).isEqualTo(20);
    assertThat(back.err()).contains("The report artefact of the version " + second);
    Files.move(aside, report);
    assertThat(place.tool("rollback", "small", "--to", second, "--why", "it is back").code())
        .isZero();
  }

  @Test
  @Order(10)
  void onAChangedEvaluationSetTheChampionIsScoredAnew() {
    corpus(SmallText.lines(400, 5), SmallText.lines(90, 9));
    String[] quick = {"--set", "train.rate=0.0001"};
    Ended ended = run("pipeline", "2026-11-05", quick);
    assertThat(ended.code()).as(ended.err()).isEqualTo(10);
    assertThat(ended.err())
        .contains("ratio: perplexity ")
        .contains(second + " (scored anew on this evaluation set)");

    Ended refused = run("promote", "2026-11-05", with(quick, "promote.changed-evaluation=refuse"));
    assertThat(refused.code()).isEqualTo(10);
    assertThat(refused.err())
        .contains("evaluation: the evaluation set (90 documents, ")
        .contains("promote.changed-evaluation = refuse");
    assertThat(place.registry().champion().orElseThrow().id()).isEqualTo(second);

    Ended accepted = run("promote", "2026-11-05", with(quick, "promote.changed-evaluation=accept"));
    assertThat(accepted.code()).as(accepted.err()).isZero();
    assertThat(place.registry().champion().orElseThrow().run()).startsWith("small-2026-11-05");
    assertThat(place.registry().head().orElseThrow().why())
        .startsWith("the champion was judged on another evaluation set (promote.changed");
  }

  private static String[] with(String[] some, String assignment) {
    List<String> all = new ArrayList<>(List.of(some));
    all.add("--set");
    all.add(assignment);
    return all.toArray(String[]::new);
  }

  @Test
  @Order(11)
  void aDamagedEntryStopsBeforeTheWork() throws IOException {
    Path event = place.storage().resolve("registry/small/events");
    Path last;
    try (var files = Files.list(event)) {
      last = files.sorted().reduce((earlier, later) -> later).orElseThrow();
    }
    Files.writeString(last, Files.readString(last).substring(0, 300));
    Ended ended = run("pipeline", "2026-11-06", "--set", "train.rate=0.0002");
    assertThat(ended.code()).isEqualTo(20);
    assertThat(ended.err()).contains(last + " is damaged: ").contains("Nothing was changed.");
    assertThat(ended.out()).doesNotContain("started (");
    Ended models = place.tool("models", "small");
    assertThat(models.code()).isEqualTo(20);
    assertThat(models.out()).contains(first);
    assertThat(models.err()).contains("is damaged: ");

    // What can be read ends with a former champion: a report does not call it the last one.
    Ended report = run("report", "2026-11-05", "--set", "train.rate=0.0001");
    assertThat(report.code()).as(report.err()).isZero();
    String record =
        Workplace.text(
            Path.of(result("2026-11-05").get("report").toString()).resolveSibling("record.json"));
    assertThat(record).contains("\"PREVIOUS\"").doesNotContain("\"CHAMPION\"");
  }
}
