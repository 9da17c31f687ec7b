package dev.perplex.report.page;

import static dev.perplex.report.page.Html.NONE;
import static dev.perplex.report.page.Html.whole;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perplex.report.ModelLoss;
import dev.perplex.report.ModelScore;
import dev.perplex.report.Report;
import dev.perplex.report.Slice;
import java.util.ArrayList;
import java.util.List;

/** The page's part on where the loss comes from: rare words, and starts of documents. */
final class SliceSection {
  private final Report report;
  private final JsonNode data;
  private final Html html;

  SliceSection(Report report, JsonNode data, Html html) {
    this.report = report;
    this.data = data;
    this.html = html;
  }

  void write() {
    html.heading("bands", "By word frequency and position");
    slices(
        report.bands(),
        "bands",
        "Perplexity by how often a word stands in the training split",
        "times in the training split",
        "<b>Perplexity by word frequency</b>: test tokens grouped by how often the word stands in the"
            + " training split; the special tokens by themselves.",
        "Frequency bands as a table");
    slices(
        report.positions(),
        "positions",
        "Perplexity by place in the document",
        "place of the token in its document",
        "<b>Perplexity by position</b>: test tokens grouped by their place in the document, from 1."
            + " State: "
            + Html.escape(report.test().state())
            + ".",
        "Positions as a table");
  }

  private void slices(
      List<Slice> slices, String field, String name, String across, String caption, String fold) {
    if (slices.isEmpty()) {
      return;
    }
    LineChart chart = LineChart.steps(name, "report/" + field, across, "perplexity");
    for (ModelScore model : report.models()) {
      chart =
          chart.line(
              List.of("models", model.model(), "perplexity"),
              model.title(),
              Styles.of(report, model.model()));
    }
    html.raw(chart.figure(data, caption)).fold(fold);
    List<String> heads = new ArrayList<>(List.of(across, "tokens"));
    report.models().forEach(each -> heads.add(each.title()));
    html.table("Perplexity of each model on these tokens.", heads.toArray(String[]::new));
    for (Slice slice : slices) {
      List<String> cells = new ArrayList<>(List.of(whole(slice.tokens())));
      for (ModelScore model : report.models()) {
        cells.add(
            slice.models().stream()
                .filter(each -> each.model().equals(model.model()))
                .mapToDouble(ModelLoss::perplexity)
                .mapToObj(Html::perplexity)
                .findFirst()
                .orElse(NONE));
      }
      html.row(slice.label(), cells.toArray(String[]::new));
    }
    html.endTable().endFold();
  }
}
