package dev.perplex.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.registry.Event;
import dev.perplex.registry.Examples;
import dev.perplex.registry.GateDecision;
import dev.perplex.registry.Moves;
import dev.perplex.registry.Registry;
import dev.perplex.registry.Version;
import dev.perplex.report.History;
import dev.perplex.report.HistoryRun;
import dev.perplex.report.ReportExample;
import dev.perplex.store.Location;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryPageTest {
  private static final History HISTORY = HistoryExample.history();

  @Test
  void runsStandInOrderOfTimeWithTheBestSoFar() {
    List<HistoryRun> runs = HISTORY.pipelines().get(0).runs();
    assertThat(runs)
        .extracting(HistoryRun::date)
        .containsExactly("2026-10-31", "2026-11-07", "2026-11-14", "2026-11-21", "2026-11-28");
    // The last is the only one on its test tokens.
    assertThat(runs).extracting(HistoryRun::best).containsExactly(true, true, false, true, true);
    assertThat(runs.get(0).time()).isEqualTo(1793404800L);
  }

  @Test
  void whatCannotBeReadIsSaid() {
    assertThat(HISTORY.unread())
        .containsExactly("broken: its files are damaged", "sample-old: no report.json");
    assertThat(PageText.of(HistoryPage.of(HISTORY))).contains("sample-old: no report.json");
  }

  /**
   * Whatever is missing is read as null, or as a list of nothing: none of it may reach the page.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "report {\"version\":4}",
        "report \"test\":",
        "report \"bootstrap\":",
        "report \"models\":",
        "report \"title\":",
        "report \"tokens-sha256\":",
        "record {}",
        "record \"run\":",
        "record \"pipeline\":",
        "record \"date\":",
        "record \"made\":",
        "record \"verdict\":",
        "record \"earlier\":",
        "record date=2026",
        "record date=2026-99-99"
      })
  void aRunThatLacksSomethingDoesNotHideTheOthers(String damage) {
    String fault = damage.substring("report ".length());
    String report = HistoryExample.report(1, "a1");
    String record = HistoryExample.record("2026-11-21");
    History.Collector collector = new History.Collector();
    collector.add(
        "bad",
        damage.startsWith("report") ? damaged(report, fault) : report,
        damage.startsWith("record") ? damaged(record, fault) : record);
    assertThat(collector.history().pipelines()).isEmpty();
    HistoryExample.add(collector, "2026-11-28", 1, "a1");
    assertThat(collector.history().unread()).containsExactly("bad: its files are damaged");
    assertThat(PageText.of(HistoryPage.of(collector.history())))
        .contains("bad: its files are damaged", HistoryExample.run("2026-11-28"));
  }

  private static String damaged(String json, String fault) {
    if (fault.startsWith("{")) {
      return fault;
    }
    String damaged =
        fault.startsWith("date=")
            ? json.replace("\"date\":\"2026-11-21\"", "\"date\":\"" + fault.substring(5) + "\"")
            : json.replace(fault, fault.replaceFirst("\"", "\"no-"));
    assertThat(damaged).isNotEqualTo(json);
    return damaged;
  }

  @Test
  void intervalsAreOfTheLevelOfTheirRun() {
    History.Collector collector = new History.Collector();
    HistoryExample.add(collector, "2026-11-14", 1.1, "a1");
    String report = HistoryExample.report(1, "a1");
    String narrower = report.replace("\"level\":0.95", "\"level\":0.9");
    assertThat(narrower).isNotEqualTo(report);
    collector.add("r", narrower, HistoryExample.record("2026-11-21"));
    assertThat(collector.history().pipelines().get(0).runs())
        .extracting(HistoryRun::level)
        .containsExactly(0.95, 0.9);
    assertThat(PageText.of(HistoryPage.of(collector.history())))
        .contains("ratio 90 % interval difference") // the verdict's sentence has its own
        .doesNotContain("ratio 95 % interval");
  }

  @Test
  void anOldReportIsLeftOut() {
    History.Collector collector = new History.Collector();
    String old = HistoryExample.report(1, "a1").replace("\"version\":4", "\"version\":2");
    collector.add("r", old, HistoryExample.record("2026-11-21"));
    assertThat(collector.history().pipelines()).isEmpty();
    assertThat(collector.history().unread()).containsExactly("r: report.json has version 2");
  }

  @Test
  void aReportBeforeUnknownTokensWereToldApartIsShown() {
    History.Collector collector = new History.Collector();
    String before =
        HistoryExample.report(1, "a1")
            .replaceAll(",\"unknown-(written|cut)(-share)?\":[0-9.]+", "")
            .replace("\"version\":4", "\"version\":3");
    assertThat(before).contains("\"unknown-share\"").doesNotContain("unknown-cut");
    collector.add("r", before, HistoryExample.record("2026-11-21"));
    assertThat(collector.history().unread()).isEmpty();
    assertThat(PageText.of(HistoryPage.of(collector.history()))).contains("7.49 %");
  }

  @Test
  void thePageLinksEachRunAndMarksTheBest() {
    String page = HistoryPage.of(HISTORY);
    assertThat(page)
        .contains(
            "<a href=\"sample-2026-11-21-0287932b/index.html\">sample-2026-11-21-0287932b</a>")
        .contains(
            "<td class=\"text key brief\">a1a1a1a1</td>",
            "<td class=\"text key brief\">7b7b7b7b</td>")
        .contains("These runs have different test sets.")
        .contains("data-pair=\"sample-2026-11-21-0287932b sample-2026-11-14-0287932b\"")
        .contains("The test sets differ: 5,819 documents here, 5,800 in the other run.");
    assertThat(page.split("<td class=\"text brief\">best so far</td>", -1)).hasSize(5);
    assertThat(page.split("<circle class=\"marked\"", -1)).hasSize(5);
    assertThat(PageText.strangers(page)).isEmpty();
  }

  @Test
  void noRunsAndOneRunHavePagesToo() {
    assertThat(HistoryPage.of(new History(List.of(), List.of()))).contains("No run has a report");
    History.Collector one = new History.Collector();
    HistoryExample.add(one, "2026-11-21", 1, "a1");
    assertThat(HistoryPage.of(one.history()))
        .contains("sample-2026-11-21-0287932b/index.html")
        .doesNotContain("data-chart=\"", "<select>");
  }

  /** The marks are running minima, however the runs are read. */
  @Property(tries = 50)
  void aMarkedRunIsBetterThanAllBefore(
      @ForAll @Size(min = 1, max = 12) List<@DoubleRange(min = 0.5, max = 2) Double> factors) {
    History.Collector collector = new History.Collector();
    for (int i = factors.size() - 1; i >= 0; i--) {
      HistoryExample.add(collector, "2026-01-" + (10 + i), factors.get(i), "a1");
    }
    List<HistoryRun> runs = collector.history().pipelines().get(0).runs();
    double lowest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < runs.size(); i++) {
      double perplexity = runs.get(i).find("lstm").orElseThrow().perplexity();
      assertThat(runs.get(i).date()).isEqualTo("2026-01-" + (10 + i));
      assertThat(runs.get(i).best()).isEqualTo(perplexity < lowest);
      lowest = Math.min(lowest, perplexity);
    }
  }

  @Test
  void aRunWithoutADateStandsAtTheTimeOfItsReport() {
    History.Collector collector = new History.Collector();
    collector.add(
        "r",
        HistoryExample.report(1, "a1"),
        HistoryExample.record("2026-11-21").replace("\"date\":\"2026-11-21\"", "\"date\":\"\""));
    assertThat(collector.history().pipelines().get(0).runs().get(0).time())
        .isEqualTo(java.time.Instant.parse("2026-11-21T09:33:20Z").getEpochSecond());
    assertThat(ReportExample.record().date()).isNotEmpty();
  }

  /** One promoted, one refused on a gate, the first rolled back to: all of it is shown. */
  @Test
  void theRegistryIsShown(@TempDir Path folder) {
    Registry registry = Registry.of(Location.of(folder.toString(), new Configuration()), "sample");
    Moves.move(registry, judged("2026-10-31", "v-1", Event.Kind.PROMOTED));
    Moves.move(registry, judged("2026-11-07", "v-2", Event.Kind.PROMOTED));
    registry.note(judged("2026-11-14", "v-3", Event.Kind.REFUSED), registry.read());
    Moves.move(registry, judged("2026-10-31", "v-1", Event.Kind.ROLLED_BACK));
    History.Collector collector = new History.Collector();
    HistoryExample.add(collector, "2026-10-31", 1.2, "a1");
    HistoryExample.add(collector, "2026-11-07", 1, "a1");
    HistoryExample.add(collector, "2026-11-14", 1.1, "a1");
    collector.add("sample", registry.look());
    List<HistoryRun> runs = collector.history().pipelines().get(0).runs();
    assertThat(runs)
        .extracting(each -> each.judgement().standing())
        .containsExactly("champion", "rolled back", "not promoted");
    assertThat(runs).extracting(HistoryRun::promoted).containsExactly(true, true, false);
    String page = HistoryPage.of(collector.history());
    assertThat(page)
        .contains("champion, best so far", "Champions, refusals and rollbacks")
        .contains("ratio 1.2 is above &lt;1&gt;", "What the gates said");
    assertThat(page.split("<circle class=\"marked\"", -1)).hasSize(3);
    assertThat(PageText.strangers(page)).isEmpty();
  }

  private static Event.Draft judged(String date, String id, Event.Kind kind) {
    Version version = Examples.bare(id, HistoryExample.run(date), "");
    GateDecision gate =
        new GateDecision(
            "ratio",
            kind == Event.Kind.REFUSED ? GateDecision.Outcome.REFUSED : GateDecision.Outcome.PASSED,
            1.2,
            1.0,
            "promote.quality.max-ratio",
            "ratio 1.2 is above <1>");
    return new Event.Draft(kind, "ann", "because", version.run(), version, "", "", List.of(gate));
  }
}
