package dev.perplex.report.page;

import static dev.perplex.report.page.Html.LEFT;
import static dev.perplex.report.page.Html.NONE;
import static dev.perplex.report.page.Html.escape;
import static dev.perplex.report.page.Html.number;
import static dev.perplex.report.page.Html.percent;
import static dev.perplex.report.page.Html.whole;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perplex.provenance.Json;
import dev.perplex.report.History;
import dev.perplex.report.HistoryRun;
import dev.perplex.report.ModelScore;
import dev.perplex.report.Report;
import dev.perplex.report.ReportRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All runs of each pipeline on one page: perplexity over time, and any two side by side. */
public final class HistoryPage {
  private static final int DIGITS = 8; // of a checksum: enough to tell test sets apart by eye

  private final History history;
  private final JsonNode data;
  private final Html html = new Html();

  private HistoryPage(History history) {
    this.history = history;
    this.data = Json.tree((Object) history);
  }

  public static String of(History history) {
    return new HistoryPage(history).render();
  }

  private String render() {
    html.raw("<header>\n<p class=\"over\">Perplexity reports</p>\n<h1>History</h1>\n</header>\n")
        .raw("<main id=\"start\">\n");
    for (int i = 0; i < history.pipelines().size(); i++) {
      pipeline(history.pipelines().get(i), "pipelines/" + i + "/runs");
    }
    if (history.pipelines().isEmpty()) {
      html.paragraph("No run has a report yet.");
    }
    if (!history.unread().isEmpty()) {
      html.fold("Runs that are not shown").raw("<ul>\n");
      history.unread().forEach(each -> html.raw("<li>" + escape(each) + "</li>\n"));
      html.raw("</ul>\n").endFold();
    }
    html.raw("</main>\n");
    return Page.of("Perplexity reports: history", html.toString(), data);
  }

  private void pipeline(History.Pipeline pipeline, String rows) {
    List<HistoryRun> runs = pipeline.runs();
    HistoryRun last = runs.get(runs.size() - 1);
    html.heading("pipeline-" + pipeline.name(), pipeline.name())
        .raw("<p class=\"verdict\">" + escape(last.verdict()) + "</p>\n");
    if (runs.stream().map(run -> run.test().tokensSha256()).distinct().count() > 1) {
      html.paragraph(
          "These runs have different test sets. Perplexities compare only where the test set in the"
              + " table is the same; bits per byte compare where the raw text is.");
    }
    Map<String, String> titles = titles(runs);
    if (runs.size() > 1) {
      html.raw(chart(pipeline, rows, titles).figure(data, caption(pipeline)));
    }
    table(runs, titles);
    new RegistrySection(pipeline, html).write();
    if (runs.size() > 1) {
      choose(runs, rows);
      pairs(runs);
    }
  }

  private static String caption(History.Pipeline pipeline) {
    return "<b>Test perplexity</b>, by logical date or by when the report was made. A ring marks a"
        + (pipeline.moves().isEmpty()
            ? " language model that was the best so far on the same test tokens."
            : " run whose language model became the champion.");
  }

  private static LineChart chart(
      History.Pipeline pipeline, String rows, Map<String, String> titles) {
    LineChart chart =
        LineChart.days(
            "Test perplexity of " + pipeline.name() + " over time", rows, "time", "perplexity");
    int others = 3;
    for (String model : titles.keySet()) {
      if (!model.equals(Report.UNIGRAM) && !model.equals(Report.LSTM)) {
        int style = model.equals(Report.NGRAM) ? 1 : 3 + (others++ - 3) % 3;
        chart = chart.line(List.of("models", model, "perplexity"), titles.get(model), style);
      }
    }
    // Last, as rings go round the last line's points.
    return chart
        .line(List.of("models", Report.LSTM, "perplexity"), titles.get(Report.LSTM), 2)
        .marked(pipeline.moves().isEmpty() ? "best" : "promoted");
  }

  /** What each model is called, by its name; as in the newest report that has it. */
  private static Map<String, String> titles(List<HistoryRun> runs) {
    Map<String, String> titles = new LinkedHashMap<>();
    for (HistoryRun run : runs) {
      run.models().forEach(each -> titles.put(each.model(), each.title()));
    }
    return titles;
  }

  private void table(List<HistoryRun> runs, Map<String, String> titles) {
    List<String> heads = new ArrayList<>(List.of("run", LEFT + "date", LEFT + "mark"));
    titles.values().forEach(heads::add);
    heads.addAll(
        List.of("bits / byte", "tokens scored", "unknown share", LEFT + "test set", LEFT + "made"));
    html.table(
        "Test perplexity of each model, and the language model's bits per byte; newest run first.",
        heads.toArray(String[]::new));
    List<HistoryRun> newest = new ArrayList<>(runs);
    Collections.reverse(newest);
    for (HistoryRun run : newest) {
      List<Html.Cell> cells = new ArrayList<>();
      cells.add(Html.Cell.brief(or(run.date())));
      cells.add(Html.Cell.brief(mark(run)));
      for (String model : titles.keySet()) {
        cells.add(
            Html.Cell.of(
                run.find(model).map(ModelScore::perplexity).map(Html::perplexity).orElse(NONE)));
      }
      cells.add(
          Html.Cell.of(
              run.find(Report.LSTM).map(each -> number(each.bitsPerByte(), 4)).orElse(NONE)));
      cells.add(Html.Cell.of(whole(run.test().tokens())));
      cells.add(Html.Cell.of(percent(run.test().unknownShare(), 2)));
      cells.add(new Html.Cell(escape(shortened(run.test().tokensSha256())), "text key brief"));
      cells.add(Html.Cell.brief(run.made().replaceFirst("\\.\\d+Z$", "Z")));
      html.linkRow(run.run() + "/index.html", run.run(), cells.toArray(Html.Cell[]::new));
    }
    html.endTable();
  }

  private static String mark(HistoryRun run) {
    String best = run.best() ? "best so far" : "";
    if (run.judgement() == null) {
      return best;
    }
    return run.judgement().standing() + (best.isEmpty() ? "" : ", " + best);
  }

  private static String or(String words) {
    return words.isEmpty() ? NONE : words;
  }

  private static String shortened(String checksum) {
    return checksum.length() > DIGITS ? checksum.substring(0, DIGITS) : checksum;
  }

  /** Two lists of runs for the script, which shows the chosen two side by side. */
  private void choose(List<HistoryRun> runs, String rows) {
    html.raw("<div class=\"choose\" data-rows=\"" + rows + "\">\n<h3>Two runs side by side</h3>\n");
    select("Run", runs, runs.size() - 1);
    select("against", runs, runs.size() - 2);
    html.raw("<div class=\"side\" aria-live=\"polite\"></div></div>\n");
  }

  private void select(String label, List<HistoryRun> runs, int chosen) {
    html.raw("<label>" + label + " <select>");
    for (int i = runs.size() - 1; i >= 0; i--) {
      html.raw("<option" + (i == chosen ? " selected>" : ">") + escape(runs.get(i).run()))
          .raw("</option>");
    }
    html.raw("</select></label>\n");
  }

  /** What each run said of those before it when its report was made. */
  private void pairs(List<HistoryRun> runs) {
    html.fold("Each run against the last champion, the one before and the best before");
    for (int i = runs.size() - 1; i >= 0; i--) {
      HistoryRun run = runs.get(i);
      for (ReportRecord.Earlier earlier : run.earlier()) {
        html.raw("<div class=\"pair\" data-pair=\"")
            .raw(escape(run.run() + " " + earlier.run()) + "\">\n")
            .subheading(run.run() + " against " + earlier.run());
        if (earlier.comparison() == null) {
          html.paragraph(String.valueOf(earlier.refusal()));
        } else {
          ModelSection.comparisonTable(html, List.of(earlier.comparison()), run.level());
        }
        html.raw("</div>\n");
      }
    }
    html.endFold();
  }
}
