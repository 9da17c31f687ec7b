package dev.perplex.report;

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
      code { overflow-wrap: anywhere; } details td { font-size: .85rem; }
      @media print { details { display: none; } }
      """;

  private final Report report;
  private final StringBuilder html = new StringBuilder();

  private ReportPage(Report report) {
    this.report = report;
  }

  public static String of(Report report) {
    return new ReportPage(report).render();
  }

  private String render() {
    String title = report.pipeline() + ": perplexity report";
    html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .append("<title>" + escape(title) + "</title>\n<style>\n" + STYLE + "</style>\n</head>\n")
        .append("<body>\n<h1>" + escape(title) + "</h1>\n")
        .append("<p>Corpus: " + escape(report.corpus().title()))
        .append(" (licence: " + escape(report.corpus().licence()) + ").</p>\n")
        .append("<p class=\"verdict\">" + escape(report.verdict()) + "</p>\n");
    models();
    data();
    curve();
    neighbours();
    notes();
    settings();
    return html.append("</body>\n</html>\n").toString();
  }

  private void models() {
    heading("Test perplexity");
    proseTable(
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
      row(
          false,
          score.model(),
          number(score.perplexity(), 2),
          number(score.perplexityWithoutEos(), 2),
          number(score.perplexityWithoutUnk(), 2),
          number(score.bitsPerCharacter(), 4),
          number(score.bitsPerByte(), 4),
          score.weights());
    }
    endTable();
  }

  private void data() {
    heading("Data");
    table(
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
      row(
          false,
          split.split(),
          whole(split.documents()),
          whole(split.tokens()),
          whole(split.eos()),
          whole(split.types()),
          whole(split.unknown()),
          number(100.0 * split.unknown() / Math.max(1, split.tokens()), 2) + " %",
          whole(split.characters()));
    }
    endTable();
  }

  private void curve() {
    heading("Learning curve");
    table(
        "After each segment of training; the weights of the best validation loss are kept.",
        "tokens",
        "epoch",
        "training loss",
        "validation loss",
        "validation perplexity",
        "tokens / s");
    for (Report.CurvePoint point : report.curve()) {
      row(
          point.best(),
          whole(point.tokens()),
          number(point.epoch(), 2),
          number(point.trainLoss(), 4),
          number(point.validationLoss(), 4),
          number(point.validationPerplexity(), 2),
          whole(Math.round(point.tokensPerSecond())));
    }
    endTable();
  }

  private void neighbours() {
    if (report.neighbours().isEmpty()) {
      return;
    }
    heading("Nearest words by vector");
    proseTable("Cosine of the vectors in brackets.", "word", "nearest");
    for (Map.Entry<String, List<Report.Neighbour>> entry : report.neighbours().entrySet()) {
      StringBuilder near = new StringBuilder();
      for (Report.Neighbour each : entry.getValue()) {
        near.append(near.isEmpty() ? "" : ", ")
            .append(each.word())
            .append(String.format(Locale.ROOT, " (%.2f)", each.cosine()));
      }
      row(false, entry.getKey(), near.toString());
    }
    endTable();
  }

  private void notes() {
    heading("How to read the numbers");
    html.append("<ul>\n");
    for (String note : report.notes()) {
      html.append("<li>").append(escape(note)).append("</li>\n");
    }
    html.append("</ul>\n");
  }

  private void settings() {
    html.append("<details>\n<summary>Settings of the run</summary>\n");
    proseTable("By full key.", "key", "value");
    for (Map.Entry<String, Object> entry : report.settings().entrySet()) {
      row(false, entry.getKey(), String.valueOf(entry.getValue()));
    }
    endTable();
    html.append("</details>\n");
  }

  private void heading(String text) {
    html.append("<h2>").append(escape(text)).append("</h2>\n");
  }

  /** A table whose last column is prose, not numbers. */
  private void proseTable(String caption, String... heads) {
    table("wide prose", caption, heads);
  }

  private void table(String caption, String... heads) {
    table("wide", caption, heads);
  }

  private void table(String style, String caption, String[] heads) {
    html.append(
        "<div class=\"" + style + "\"><table>\n<caption>" + escape(caption) + "</caption>\n<tr>");
    for (String head : heads) {
      html.append("<th scope=\"col\">").append(escape(head)).append("</th>");
    }
    html.append("</tr>\n");
  }

  private void row(boolean best, String... cells) {
    html.append(best ? "<tr class=\"best\">" : "<tr>");
    for (String cell : cells) {
      html.append("<td>").append(escape(cell)).append("</td>");
    }
    html.append("</tr>\n");
  }

  private void endTable() {
    html.append("</table></div>\n");
  }

  private static String whole(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String number(double number, int decimals) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", number);
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
