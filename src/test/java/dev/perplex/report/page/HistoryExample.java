package dev.perplex.report.page;

import dev.perplex.provenance.Json;
import dev.perplex.report.History;
import dev.perplex.report.Report;
import dev.perplex.report.ReportExample;
import dev.perplex.report.ReportRecord;
import java.util.List;

/** Runs of a pipeline as they lie on storage, made of the one report of the examples. */
public final class HistoryExample {
  private HistoryExample() {}

  /** Four weeks: worse, better, better on other test tokens, and what cannot be read. */
  public static History history() {
    History.Collector collector = new History.Collector();
    add(collector, "2026-11-07", 1.1, "a1");
    add(collector, "2026-10-31", 1.25, "a1");
    add(collector, "2026-11-14", 1.15, "a1");
    add(collector, "2026-11-21", 1, "a1");
    add(collector, "2026-11-28", 0.9, "7b");
    collector.add("broken", "{", "{}");
    collector.missing("sample-old", "no report.json");
    return collector.history();
  }

  public static void add(History.Collector collector, String date, double factor, String tokens) {
    collector.add(run(date), report(factor, tokens), record(date));
  }

  public static String run(String date) {
    return "sample-" + date + "-0287932b";
  }

  /** The report with all perplexities of the table multiplied. */
  public static String report(double factor, String tokens) {
    var tree = (com.fasterxml.jackson.databind.node.ObjectNode) json(ReportExample.report());
    for (var model : tree.path("models")) {
      ((com.fasterxml.jackson.databind.node.ObjectNode) model)
          .put("perplexity", model.path("perplexity").doubleValue() * factor);
    }
    ((com.fasterxml.jackson.databind.node.ObjectNode) tree.path("test"))
        .put("tokens-sha256", tokens.repeat(32));
    return tree.toString();
  }

  public static String record(String date) {
    ReportRecord one = ReportExample.record();
    ReportRecord dated =
        new ReportRecord(
            one.format(),
            one.version(),
            run(date),
            one.pipeline(),
            date,
            date + "T09:33:20Z",
            one.verdict(),
            one.stages(),
            date.equals("2026-11-21") ? one.earlier() : List.of());
    // The example was compared with a run of another id.
    return Json.line(dated).replace("sample-2026-11-14-99aa00bb", run("2026-11-14"));
  }

  private static com.fasterxml.jackson.databind.JsonNode json(Report report) {
    return Json.tree((Object) report).deepCopy();
  }
}
