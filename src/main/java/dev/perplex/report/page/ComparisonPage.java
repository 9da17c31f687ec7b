package dev.perplex.report.page;

import static dev.perplex.report.page.Html.LEFT;
import static dev.perplex.report.page.Html.NONE;
import static dev.perplex.report.page.Html.escape;
import static dev.perplex.report.page.Html.number;
import static dev.perplex.report.page.Html.perplexity;
import static dev.perplex.report.page.Html.whole;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perplex.provenance.Json;
import dev.perplex.report.Comparison;
import dev.perplex.report.ModelLoss;
import dev.perplex.report.ModelScore;
import dev.perplex.report.Report;
import dev.perplex.report.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/** Two runs on the same test text, side by side. */
public final class ComparisonPage {
  private final Side run;
  private final Side baseline;
  private final List<Comparison> rows;
  private final double level;
  private final JsonNode data;
  private final Html html = new Html();

  /** A run and its report. */
  public record Side(String id, Report report) {}

  private ComparisonPage(Side run, Side baseline, List<Comparison> rows, double level) {
    this.run = run;
    this.baseline = baseline;
    this.rows = rows;
    this.level = level;
    this.data =
        Json.tree(
            (Object)
                Map.of(
                    "level", level,
                    "comparisons", rows,
                    "bands", bands(),
                    "run", run,
                    "baseline", baseline));
  }

  /**
   * The page.
   *
   * @param run that is judged
   * @param baseline that it is judged by
   * @param rows a comparison a model of both
   * @param level of the intervals
   */
  public static String of(Side run, Side baseline, List<Comparison> rows, double level) {
    return new ComparisonPage(run, baseline, rows, level).render();
  }

  /** The language models of both runs on the bands of words, where both have the same bands. */
  private List<Slice> bands() {
    List<Slice> both = new ArrayList<>();
    for (Slice mine : run.report().bands()) {
      for (Slice other : baseline.report().bands()) {
        if (mine.label().equals(other.label()) && mine.tokens() == other.tokens()) {
          List<ModelLoss> losses = new ArrayList<>();
          lstm(mine)
              .forEach(each -> losses.add(new ModelLoss("run", each.nats(), each.perplexity())));
          lstm(other)
              .forEach(
                  each -> losses.add(new ModelLoss("baseline", each.nats(), each.perplexity())));
          both.add(new Slice(mine.label(), mine.from(), mine.to(), mine.tokens(), losses));
        }
      }
    }
    return both;
  }

  private static List<ModelLoss> lstm(Slice slice) {
    return slice.models().stream().filter(each -> each.model().equals(Report.LSTM)).toList();
  }

  private String render() {
    html.raw("<header>\n<p class=\"over\">Comparison of two runs</p>\n<h1>" + escape(run.id()))
        .raw(" against " + escape(baseline.id()) + "</h1>\n");
    rows.stream()
        .filter(each -> each.model().equals(Report.LSTM))
        .forEach(
            each ->
                html.raw("<p class=\"verdict")
                    .raw(each.significant() && each.ratio() > 1 ? " alarm\">" : "\">")
                    .raw(escape(each.sentence()) + "</p>\n"));
    html.raw("</header>\n<main id=\"start\">\n").heading("comparison", "Better or worse");
    ModelSection.comparisonTable(html, rows, level);
    table();
    curve();
    settings();
    html.raw("</main>\n");
    return Page.of(run.id() + " against " + baseline.id(), html.toString(), data);
  }

  private void table() {
    boolean tokens =
        run.report().test().tokensSha256().equals(baseline.report().test().tokensSha256());
    html.heading("models", "Side by side")
        .table(
            tokens
                ? "Test perplexity and bits per byte of each model."
                : "The raw text is the same and its tokens are not: compare bits per byte alone.",
            "model",
            "perplexity, run",
            "baseline",
            "bits / byte, run",
            "baseline");
    for (ModelScore mine : run.report().models()) {
      ModelScore other = baseline.report().find(mine.model()).orElse(null);
      html.row(
          mine.title(),
          perplexity(mine.perplexity()),
          other == null ? NONE : perplexity(other.perplexity()),
          number(mine.bitsPerByte(), 4),
          other == null ? NONE : number(other.bitsPerByte(), 4));
    }
    html.row(
        "tokens scored",
        whole(run.report().test().tokens()),
        whole(baseline.report().test().tokens()),
        "",
        "");
    html.endTable();
  }

  private void curve() {
    LineChart chart =
        LineChart.steps(
                "Perplexity by how often a word stands in the training split",
                "bands",
                "times in the training split",
                "perplexity")
            .line(List.of("models", "baseline", "perplexity"), "baseline", 0)
            .line(List.of("models", "run", "perplexity"), "run", 2);
    if (chart.hasData(data)) {
      html.raw(chart.figure(data, "<b>The language models by word frequency</b>"));
    }
  }

  private void settings() {
    Map<String, Object> mine = run.report().settings();
    Map<String, Object> others = baseline.report().settings();
    TreeSet<String> keys = new TreeSet<>(mine.keySet());
    keys.addAll(others.keySet());
    keys.removeIf(key -> Objects.equals(mine.get(key), others.get(key)));
    html.heading("settings", "What was set differently");
    if (keys.isEmpty()) {
      html.paragraph("Nothing: both runs have the same settings.");
      return;
    }
    html.table("Settings that differ.", "key", LEFT + "run", LEFT + "baseline");
    for (String key : keys) {
      html.row(
          key,
          Html.Cell.code(String.valueOf(mine.getOrDefault(key, NONE))),
          Html.Cell.code(String.valueOf(others.getOrDefault(key, NONE))));
    }
    html.endTable();
  }
}
