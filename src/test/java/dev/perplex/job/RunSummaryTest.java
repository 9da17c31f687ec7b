package dev.perplex.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.report.ReportExample;
import org.junit.jupiter.api.Test;

class RunSummaryTest {

  @Test
  void theTablesFit80Columns() {
    String text = new RunSummary(ReportExample.report(), "reports/sample/index.html").text();
    assertThat(text.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(81));
    assertThat(text)
        .contains(
            "lstm+ngram                    83.25        82.25-84.25 ",
            "test            5,819       89,433      5,819     13,275     1.34 %   6.15 %",
            "vocabulary: 10,000 words; <unk>: spelled by the text; cut: not among them\n",
            "unknown: 6,699 of 89,433 tokens (7.49 %): 1,201 <unk> of the text (1.34 %) and",
            "5,498 words cut by the vocabulary (6.15 %)",
            "LSTM: a perplexity of 92.70 over 89,433 tokens, 23.7 % below Kneser-Ney 5-gram")
        .endsWith("report: reports/sample/index.html");
  }

  @Test
  void theFiguresOfTheResultNameTheBaselines() {
    assertThat(new RunSummary(ReportExample.report(), "page").asMap())
        .containsKeys("report", "test-tokens", "bits-per-character")
        .extractingByKeys("perplexity", "unigram-perplexity", "ngram-perplexity")
        .allSatisfy(each -> assertThat((Double) each).isPositive());
  }

  @Test
  void linesBreakBetweenWords() {
    String word = "x".repeat(39);
    assertThat(RunSummary.wrapped(word + " " + word + " y " + "z".repeat(90)))
        .isEqualTo(word + " " + word + "\ny\n" + "z".repeat(90));
    assertThat(RunSummary.wrapped("")).isEmpty();
  }
}
