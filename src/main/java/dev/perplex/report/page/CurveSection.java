package dev.perplex.report.page;

import static dev.perplex.report.page.Html.NONE;
import static dev.perplex.report.page.Html.figures;
import static dev.perplex.report.page.Html.number;
import static dev.perplex.report.page.Html.percent;
import static dev.perplex.report.page.Html.perplexity;
import static dev.perplex.report.page.Html.whole;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perplex.report.Report;

/** The page's part on how the language model was trained. */
final class CurveSection {
  private static final String ROWS = "report/curve";
  private static final String TOKENS = "tokens trained";

  private final Report report;
  private final JsonNode data;
  private final Html html;

  CurveSection(Report report, JsonNode data, Html html) {
    this.report = report;
    this.data = data;
    this.html = html;
  }

  void write() {
    html.heading("learning", "Learning curve");
    if (report.curve().size() > 1) {
      html.raw(
          LineChart.numbers(
                  "Loss of the language model over the tokens trained",
                  ROWS,
                  "tokens",
                  TOKENS,
                  "nats a token")
              .line("train-loss", "training", 0)
              .line("validation-loss", "validation", 2)
              .marked("best")
              .together("learning")
              .figure(
                  data, "<b>Loss</b>, nats a token. The ring marks the weights that were kept."));
      html.raw("<div class=\"several\">\n");
      small("Learning rate", "rate", "at the end of each segment", "even");
      small("Gradient norm", "gradient-norm", "mean L2 norm before clipping", "zero");
      small("Speed", "tokens-per-second", "tokens a second", "zero");
      small(
          "Time lost in averaging",
          "averaging-share",
          "share of the time spent starting tasks, sending and merging",
          "zero");
      html.raw("</div>\n");
    }
    table();
  }

  private void small(String name, String field, String what, String scale) {
    LineChart chart =
        LineChart.numbers(name + " over the tokens trained", ROWS, "tokens", TOKENS, name)
            .line(field, name.toLowerCase(java.util.Locale.ROOT), 2)
            .scaled(scale, "even", 210)
            .together("learning");
    if (chart.hasData(data)) {
      html.raw(chart.figure(data, "<b>" + name + "</b>, " + what + "."));
    }
  }

  private void table() {
    html.fold("The learning curve as a table")
        .table(
            "After each segment of training; the weights of the best validation loss are kept.",
            "tokens",
            "epoch",
            "training loss",
            "validation loss",
            "validation perplexity",
            "rate",
            "gradient norm",
            "tokens / s",
            "averaging",
            "seconds");
    for (Report.CurvePoint point : report.curve()) {
      String[] cells = {
        number(point.epoch(), 2),
        number(point.trainLoss(), 4),
        number(point.validationLoss(), 4),
        perplexity(point.validationPerplexity()),
        point.rate() == null ? NONE : figures(point.rate(), 3),
        point.gradientNorm() == null ? NONE : figures(point.gradientNorm(), 3),
        whole(Math.round(point.tokensPerSecond())),
        point.averagingShare() == null ? NONE : percent(point.averagingShare(), 1),
        number(point.seconds(), 1)
      };
      if (point.best()) {
        html.bestRow(whole(point.tokens()), cells);
      } else {
        html.row(whole(point.tokens()), cells);
      }
    }
    html.endTable().endFold();
  }
}
