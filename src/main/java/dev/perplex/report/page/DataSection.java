package dev.perplex.report.page;

import static dev.perplex.report.page.Html.percent;
import static dev.perplex.report.page.Html.whole;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perplex.report.Report;
import java.util.Locale;

/** The page's part on the data: the three splits, and how the vocabulary grows with the text. */
final class DataSection {
  private final Report report;
  private final JsonNode data;
  private final Html html;

  DataSection(Report report, JsonNode data, Html html) {
    this.report = report;
    this.data = data;
    this.html = html;
  }

  void write() {
    html.heading("data-facts", "Data")
        .table(
            String.format(
                Locale.ROOT,
                "Vocabulary: %,d words. Two kinds of tokens are unknown: <unk> that the text itself"
                    + " spells, and words that the vocabulary lacks.",
                report.vocabularySize()),
            "split",
            "documents",
            "tokens",
            "<eos>",
            "types",
            "<unk> of the text",
            "share",
            "cut words",
            "share",
            "characters",
            "bytes");
    for (Report.SplitCounts split : report.splits()) {
      html.row(
          split.split(),
          whole(split.documents()),
          whole(split.tokens()),
          whole(split.eos()),
          whole(split.types()),
          whole(split.unknownWritten()),
          percent(split.unknownWrittenShare(), 2),
          whole(split.unknownCut()),
          percent(split.unknownCutShare(), 2),
          whole(split.characters()),
          whole(split.bytes()));
    }
    html.endTable();
    growth();
  }

  private void growth() {
    if (report.growth().size() < 2) {
      return;
    }
    html.raw(
            LineChart.numbers(
                    "Distinct words among the first tokens of the training split",
                    "report/growth",
                    "tokens",
                    "first tokens of the training split",
                    "distinct words")
                .line("types", "distinct words", 2)
                .scaled("log", "log", 260)
                .figure(
                    data,
                    "<b>Type growth</b>: distinct words among the first tokens of the training split,"
                        + " both by ratios. A straight line is a power law (Heaps)."))
        .fold("Type growth as a table")
        .table("Special tokens left out.", "first tokens", "distinct words");
    for (Report.GrowthPoint point : report.growth()) {
      html.row(whole(point.tokens()), whole(point.types()));
    }
    html.endTable().endFold();
  }
}
