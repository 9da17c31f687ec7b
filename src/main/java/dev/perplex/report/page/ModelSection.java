package dev.perplex.report.page;

import static dev.perplex.report.page.Html.LEFT;
import static dev.perplex.report.page.Html.NONE;
import static dev.perplex.report.page.Html.escape;
import static dev.perplex.report.page.Html.number;
import static dev.perplex.report.page.Html.perplexity;
import static dev.perplex.report.page.Html.whole;

import dev.perplex.report.Comparison;
import dev.perplex.report.Interval;
import dev.perplex.report.Mixture;
import dev.perplex.report.ModelScore;
import dev.perplex.report.Report;
import dev.perplex.report.ReportRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The page's part on perplexity: the table, how its rows compare, how mixtures were made. */
final class ModelSection {
  private final Report report;
  private final ReportRecord record;
  private final Html html;

  ModelSection(Report report, ReportRecord record, Html html) {
    this.report = report;
    this.record = record;
    this.html = html;
  }

  void write() {
    html.heading("perplexity", "Test perplexity");
    models();
    weights();
    comparisons();
    mixtures();
  }

  private void models() {
    String level = number(100 * report.bootstrap().level(), 0);
    html.table(
        String.format(
            Locale.ROOT,
            "%,d tokens in %,d documents: %,d <eos>, %,d unknown (%.2f %%), of which the text"
                + " spells %,d <unk> itself (%.2f %%) and %,d are words cut by the vocabulary (%.2f"
                + " %%). State: %s. Intervals of %s %% by bootstrap over documents, %,d resamples.",
            report.test().tokens(),
            report.test().documents(),
            report.test().eos(),
            report.test().unknown(),
            100 * report.test().unknownShare(),
            report.test().unknownWritten(),
            100 * report.test().unknownWrittenShare(),
            report.test().unknownCut(),
            100 * report.test().unknownCutShare(),
            report.test().state(),
            level,
            report.bootstrap().resamples()),
        "model",
        "perplexity",
        level + " % interval",
        LEFT + "on a scale of ratios",
        "without <eos>",
        "without <unk>",
        "bits / character",
        "bits / byte");
    Whiskers whiskers = Whiskers.of(report.models());
    ModelScore best = report.bestModel();
    for (ModelScore score : report.models()) {
      Html.Cell[] cells = {
        Html.Cell.of(perplexity(score.perplexity())),
        Html.Cell.of(Html.interval(score.perplexityInterval(), 2)),
        new Html.Cell(whiskers.of(score, Styles.of(report, score.model())), "plot"),
        Html.Cell.of(perplexity(score.perplexityWithoutEos())),
        Html.Cell.of(perplexity(score.perplexityWithoutUnk())),
        Html.Cell.of(number(score.bitsPerCharacter(), 4)),
        Html.Cell.of(number(score.bitsPerByte(), 4))
      };
      if (score.equals(best)) {
        html.bestRow(score.title(), cells);
      } else {
        html.row(score.title(), cells);
      }
    }
    html.endTable();
  }

  private void comparisons() {
    List<Comparison> all = new ArrayList<>(report.comparisons());
    List<String> refusals = new ArrayList<>();
    for (ReportRecord.Earlier each : record.earlier()) {
      if (each.comparison() == null) {
        refusals.add(each.run() + ": " + each.refusal());
      } else {
        all.add(each.comparison());
      }
    }
    if (all.isEmpty() && refusals.isEmpty()) {
      return;
    }
    html.subheading("Better or worse, and is it chance?");
    if (!all.isEmpty()) {
      comparisonTable(html, all, report.bootstrap().level());
    }
    refusals.forEach(html::paragraph);
  }

  /** Comparisons, a row each, with what they say in words. */
  static void comparisonTable(Html html, List<Comparison> all, double level) {
    html.table(
        "Paired bootstrap on the same test documents. A ratio below 1 is better than the baseline;"
            + " p is the chance of a difference as large where there is none.",
        "model",
        LEFT + "judged by",
        "ratio",
        number(100 * level, 0) + " % interval",
        "difference",
        "p",
        LEFT + "in words");
    for (Comparison each : all) {
      html.row(
          each.model(),
          Html.Cell.text(
              each.baseline()
                  + (each.baselineRun().isEmpty() ? "" : " of run " + each.baselineRun())),
          Html.Cell.of(number(each.ratio(), 4)),
          Html.Cell.of(Html.interval(each.ratioInterval(), 4)),
          new Html.Cell(
              escape(number(each.difference(), 4))
                  + " <small>nats / "
                  + unit(each.measure())
                  + "</small>",
              ""),
          Html.Cell.of(each.pValue() == null ? NONE : Html.figures(each.pValue(), 2)),
          Html.Cell.text(each.sentence()));
    }
    html.endTable();
  }

  private static String unit(Comparison.Measure measure) {
    return switch (measure) {
      case PERPLEXITY -> "token";
      case BITS_PER_CHARACTER -> "character";
      case BITS_PER_BYTE -> "byte";
    };
  }

  private void weights() {
    html.fold("Which weights were scored")
        .table("The row's name in the JSON, and its weights.", "row", LEFT + "weights");
    for (ModelScore score : report.models()) {
      html.row(score.model(), Html.Cell.text(score.weights()));
    }
    html.endTable().endFold();
  }

  private void mixtures() {
    if (report.mixtures().isEmpty()) {
      return;
    }
    html.fold("How the mixed rows were made")
        .table(
            "A mixture's probability of a word is the weighted mean of its parts'; the weights were"
                + " fitted on the validation split by expectation maximization.",
            "row",
            LEFT + "weights",
            "iterations",
            "validation tokens",
            "validation perplexity");
    for (Mixture mixture : report.mixtures()) {
      List<String> parts = new ArrayList<>();
      for (int i = 0; i < mixture.parts().size(); i++) {
        parts.add(number(mixture.weights().get(i), 4) + " " + mixture.parts().get(i));
      }
      html.row(
          mixture.model(),
          Html.Cell.text(String.join(", ", parts)),
          Html.Cell.of(whole(mixture.iterations())),
          Html.Cell.of(whole(mixture.validationTokens())),
          Html.Cell.of(perplexity(mixture.validationPerplexity())));
    }
    html.endTable().endFold();
  }

  /** Perplexities with their intervals on one axis of ratios, a row's picture each. */
  private record Whiskers(double low, double high) {
    private static final double WIDTH = 176;
    private static final double EDGE = 6;

    static Whiskers of(List<ModelScore> models) {
      double low = Double.MAX_VALUE;
      double high = 0;
      for (ModelScore each : models) {
        Interval interval = each.perplexityInterval();
        low = Math.min(low, interval.known() ? interval.low() : each.perplexity());
        high = Math.max(high, interval.known() ? interval.high() : each.perplexity());
      }
      return new Whiskers(Math.log(low), Math.max(Math.log(high), Math.log(low) + 1e-6));
    }

    /** Drawn for the eye alone: the numbers stand beside it. */
    String of(ModelScore score, int style) {
      Interval interval = score.perplexityInterval();
      StringBuilder svg =
          new StringBuilder(
                  "<svg viewBox=\"0 0 176 19\" aria-hidden=\"true\" style=\"color:var(--s")
              .append(style)
              .append(")\"><line class=\"ends\" x1=\"0\" y1=\"9.5\" x2=\"176\" y2=\"9.5\"/>");
      if (interval.known()) {
        svg.append(
            String.format(
                Locale.ROOT,
                "<line class=\"span\" x1=\"%.1f\" y1=\"9.5\" x2=\"%.1f\" y2=\"9.5\"/>",
                place(interval.low()),
                place(interval.high())));
      }
      return svg.append(
              String.format(
                  Locale.ROOT,
                  "<circle cx=\"%.1f\" cy=\"9.5\" r=\"3.5\"/></svg>",
                  place(score.perplexity())))
          .toString();
    }

    private double place(double perplexity) {
      return EDGE + (WIDTH - 2 * EDGE) * (Math.log(perplexity) - low) / (high - low);
    }
  }
}
