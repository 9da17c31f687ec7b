package dev.perplex.report.page;

import static dev.perplex.report.page.Html.LEFT;
import static dev.perplex.report.page.Html.escape;
import static dev.perplex.report.page.Html.number;
import static dev.perplex.report.page.Html.percent;
import static dev.perplex.report.page.Html.whole;

import dev.perplex.report.ModelLoss;
import dev.perplex.report.Report;
import dev.perplex.report.Sample;
import dev.perplex.report.ScoredDocuments;
import dev.perplex.report.ScoredDocuments.ScoredDocument;
import dev.perplex.report.WordLosses;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The page's part with words in it: documents, words that cost most, texts that models wrote. */
final class TextSection {
  private final Report report;
  private final Html html;

  TextSection(Report report, Html html) {
    this.report = report;
    this.html = html;
  }

  void write() {
    html.heading("texts", "Documents, words, samples");
    documents();
    words();
    samples();
  }

  private void documents() {
    ScoredDocuments documents = report.documents();
    if (documents.worst().isEmpty()) {
      return;
    }
    String among =
        String.format(
            Locale.ROOT,
            "By the mean loss of %s, among the %,d documents of at least %,d tokens.",
            title(documents.model()),
            documents.considered(),
            documents.leastTokens());
    html.subheading("Hardest documents");
    table(among, documents.worst());
    html.fold("Easiest documents");
    table(among, documents.best());
    html.endFold();
  }

  private void table(String caption, List<ScoredDocument> documents) {
    List<String> heads = new ArrayList<>(List.of("document", "tokens"));
    documents.get(0).models().forEach(each -> heads.add(title(each.model())));
    heads.add(LEFT + "text");
    html.table(caption + " Perplexity of each model.", heads.toArray(String[]::new));
    for (ScoredDocument each : documents) {
      List<Html.Cell> cells = new ArrayList<>(List.of(Html.Cell.of(whole(each.tokens()))));
      for (ModelLoss loss : each.models()) {
        cells.add(Html.Cell.of(Html.perplexity(loss.perplexity())));
      }
      cells.add(Html.Cell.text(each.text()));
      html.row(whole(each.document()), cells.toArray(Html.Cell[]::new));
    }
    html.endTable();
  }

  private String title(String model) {
    return report.find(model).map(each -> each.title()).orElse(model);
  }

  private void words() {
    WordLosses words = report.words();
    if (words.total().isEmpty()) {
      return;
    }
    html.subheading("Words that cost most").raw("<div class=\"several\">\n");
    words(
        "Largest loss in all, by " + title(words.model()) + ": share of the test split's loss.",
        words.total());
    words(
        String.format(
            Locale.ROOT,
            "Largest mean loss, among words that stand at least %,d times in the test split.",
            words.leastTokens()),
        words.mean());
    html.raw("</div>\n");
  }

  private void words(String caption, List<WordLosses.WordLoss> words) {
    html.table(caption, "word", "in test", "in training", "share", "nats a token");
    for (WordLosses.WordLoss each : words) {
      html.row(
          each.word(),
          whole(each.tokens()),
          whole(each.trainingCount()),
          percent(each.share(), 2),
          number(each.mean(), 3));
    }
    html.endTable();
  }

  private void samples() {
    if (report.samples().isEmpty()) {
      return;
    }
    html.subheading("What the model writes")
        .paragraph(
            "Texts drawn word by word. A low temperature keeps to likely words, 1 draws as the model"
                + " believes, a high one takes risks.");
    for (Sample each : report.samples()) {
      html.raw("<blockquote>" + escape(each.text()) + "<footer>" + escape(title(each.model())))
          .raw(", temperature " + plain(each.temperature()))
          .raw(", " + whole(each.tokens()) + " tokens</footer></blockquote>\n");
    }
  }

  /** As it was set: 0.8, 1. */
  private static String plain(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }
}
