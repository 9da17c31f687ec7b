package dev.perplex.report;

import static dev.perplex.report.Html.escape;
import static dev.perplex.report.Html.number;
import static dev.perplex.report.Html.whole;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The report as one HTML file that opens offline. */
public final class ReportPage {
  private static final String STYLE =
      """
      :root { color-scheme: light dark; --line: #8884; --soft: #8882; }
      body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
      h1 { font-size: 1.5rem; margin-bottom: 0; } h2 { font-size: 1.15rem; margin-top: 2.2rem; }
      .verdict { font-size: 1.25rem; border-left: .3rem solid #3a7; padding: .4rem 0 .4rem 1rem; }
      .wide { overflow-x: auto; }
      table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
      caption { text-align: left; padding-bottom: .4rem; }
      th, td { padding: .25rem .8rem; border-bottom: 1px solid var(--line); text-align: right; }
      th:first-child, td:first-child { padding-left: 0; }
      th:first-child, td:first-child, .prose th:last-child, .prose td:last-child { text-align: left; }
      tr.best { background: var(--soft); font-weight: 600; }
      figure { margin: 1rem 0; } figcaption { font-size: .85em; }
      svg { display: block; width: 100%; height: auto; overflow: visible; }
      svg text { fill: CanvasText; font: 14px system-ui, sans-serif; }
      svg .word { stroke: Canvas; stroke-width: 2.5px; stroke-linejoin: round; paint-order: stroke; }
      svg .small { font-size: 10px; } svg .tick { font-size: 12px; fill: GrayText; }
      .join { stroke: #8889; stroke-dasharray: 5 4; } .grid { stroke: var(--soft); } .axis { stroke: var(--line); }
      .first, .word-dot { fill: #3a7; } .second { fill: Canvas; stroke: #3a7; stroke-width: 2px; }
      .word-dot { fill-opacity: .75; }
      polyline { fill: none; stroke-width: 2px; } .quiet { stroke: #999; stroke-width: 1px; } .strong { stroke: #3a7; }
      .point.quiet { fill: #999; } .point.strong { fill: #3a7; }
      summary { cursor: pointer; margin-top: .6rem; }
      code { overflow-wrap: anywhere; } details td { font-size: .85rem; }
      @media print {
        body { font-size: 11px; margin: 0; } .wide { overflow: visible; } details { display: none; }
        h2, h2 + p { break-after: avoid; } figure, tr { break-inside: avoid; }
      }
      """;

  private final Report report;
  private final Html html = new Html();

  private ReportPage(Report report) {
    this.report = report;
  }

  public static String of(Report report) {
    return new ReportPage(report).render();
  }

  private String render() {
    String title = report.pipeline() + ": perplexity report";
    html.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .raw("<title>" + escape(title) + "</title>\n<style>\n" + STYLE + "</style>\n</head>\n")
        .raw("<body>\n<h1>" + escape(title) + "</h1>\n")
        .raw("<p>Corpus: " + escape(report.corpus().title()))
        .raw(" (licence: " + escape(report.corpus().licence()) + ").</p>\n")
        .raw("<p class=\"verdict\">" + escape(report.verdict()) + "</p>\n");
    models();
    data();
    curve();
    neighbours();
    new VectorSection(report.vectors(), html).write();
    notes();
    settings();
    return html.raw("</body>\n</html>\n").toString();
  }

  private void models() {
    html.heading("Test perplexity");
    html.proseTable(
        String.format(
            Locale.ROOT,
            "%,d tokens scored in %,d documents: %,d <eos>, %,d <unk> (%.2f %%). State: %s.",
            report.test().tokens(),
            report.test().documents(),
            report.test().eos(),
            report.test().unknown(),
            100 * report.test().unknownShare(),
            report.test().state()),
        "model",
        "perplexity",
        "without <eos>",
        "without <unk>",
        "bits / character",
        "bits / byte",
        "weights");
    for (ModelScore score : report.models()) {
      html.row(
          score.model(),
          number(score.perplexity(), 2),
          number(score.perplexityWithoutEos(), 2),
          number(score.perplexityWithoutUnk(), 2),
          number(score.bitsPerCharacter(), 4),
          number(score.bitsPerByte(), 4),
          score.weights());
    }
    html.endTable();
  }

  private void data() {
    html.heading("Data");
    html.table(
        String.format(Locale.ROOT, "Vocabulary: %,d words.", report.vocabularySize()),
        "split",
        "documents",
        "tokens",
        "<eos>",
        "types",
        "unknown",
        "unknown share",
        "characters");
    for (Report.SplitCounts split : report.splits()) {
      html.row(
          split.split(),
          whole(split.documents()),
          whole(split.tokens()),
          whole(split.eos()),
          whole(split.types()),
          whole(split.unknown()),
          number(100.0 * split.unknown() / Math.max(1, split.tokens()), 2) + " %",
          whole(split.characters()));
    }
    html.endTable();
  }

  private void curve() {
    html.heading("Learning curve");
    if (report.curve().size() > 1) {
      html.raw(curves());
    }
    html.table(
        "After each segment of training; the weights of the best validation loss are kept.",
        "tokens",
        "epoch",
        "training loss",
        "validation loss",
        "validation perplexity",
        "tokens / s");
    for (Report.CurvePoint point : report.curve()) {
      String[] cells = {
        whole(point.tokens()),
        number(point.epoch(), 2),
        number(point.trainLoss(), 4),
        number(point.validationLoss(), 4),
        number(point.validationPerplexity(), 2),
        whole(Math.round(point.tokensPerSecond()))
      };
      if (point.best()) {
        html.bestRow(cells);
      } else {
        html.row(cells);
      }
    }
    html.endTable();
  }

  private String curves() {
    List<Svg.Spot> training = new ArrayList<>();
    List<Svg.Spot> validation = new ArrayList<>();
    for (Report.CurvePoint point : report.curve()) {
      training.add(new Svg.Spot(point.tokens(), point.trainLoss()));
      validation.add(new Svg.Spot(point.tokens(), point.validationLoss()));
    }
    return Curves.figure(
        "Loss of the language model over the tokens trained",
        "Nats a token.",
        "tokens trained",
        "loss",
        List.of(
            new Curves.Curve("training", "quiet", training),
            new Curves.Curve("validation", "strong", validation)));
  }

  private void neighbours() {
    if (report.neighbours().isEmpty()) {
      return;
    }
    html.heading("Nearest words by vector");
    html.proseTable("Cosine of the vectors in brackets.", "word", "nearest");
    for (Map.Entry<String, List<Report.Neighbour>> entry : report.neighbours().entrySet()) {
      StringBuilder near = new StringBuilder();
      for (Report.Neighbour each : entry.getValue()) {
        near.append(near.isEmpty() ? "" : ", ")
            .append(each.word())
            .append(String.format(Locale.ROOT, " (%.2f)", each.cosine()));
      }
      html.row(entry.getKey(), near.toString());
    }
    html.endTable();
  }

  private void notes() {
    html.heading("How to read the numbers");
    html.raw("<ul>\n");
    for (String note : report.notes()) {
      html.raw("<li>").raw(escape(note)).raw("</li>\n");
    }
    html.raw("</ul>\n");
  }

  private void settings() {
    html.fold("Settings of the run");
    html.proseTable("By full key.", "key", "value");
    for (Map.Entry<String, Object> entry : report.settings().entrySet()) {
      html.row(entry.getKey(), String.valueOf(entry.getValue()));
    }
    html.endTable();
    html.endFold();
  }
}
