package dev.perplex.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.provenance.Json;
import dev.perplex.report.Comparison;
import dev.perplex.report.Report;
import dev.perplex.report.ReportExample;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonPageTest {
  private static final Comparison ROW = ReportExample.record().earlier().get(0).comparison();

  private static Report baseline(String tokens) {
    return Json.read(
        HistoryExample.report(1.5, tokens).replace("\"train.rate\":0.002", "\"train.rate\":0.003"),
        Report.class);
  }

  static String page(String tokens) {
    return ComparisonPage.of(
        new ComparisonPage.Side("one", ReportExample.report()),
        new ComparisonPage.Side("two", baseline(tokens)),
        List.of(ROW),
        0.95);
  }

  @Test
  void bothRunsStandSideBySide() {
    String page = page("a1");
    assertThat(page)
        .contains("<h1>one against two</h1>")
        .contains("<th scope=\"row\">LSTM</th><td>92.70</td><td>139.05</td>")
        .contains("Test perplexity and bits per byte of each model.")
        .contains(
            "<th scope=\"row\">train.rate</th><td class=\"text key\">0.002</td>"
                + "<td class=\"text key\">0.003</td>")
        .contains(Html.escape(ROW.sentence()))
        .doesNotContain("<th scope=\"row\">tokenize.kind");
    assertThat(PageText.strangers(page)).isEmpty();
  }

  @Test
  void otherTokensAreComparedByBitsAlone() {
    assertThat(page("7b")).contains("compare bits per byte alone");
  }

  @Test
  void equalSettingsAreSaid() {
    ComparisonPage.Side side = new ComparisonPage.Side("one", ReportExample.report());
    assertThat(ComparisonPage.of(side, side, List.of(), 0.95))
        .contains("Nothing: both runs have the same settings.");
  }
}
