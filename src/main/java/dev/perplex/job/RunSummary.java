package dev.perplex.job;

import dev.perplex.report.ModelScore;
import dev.perplex.report.Report;
import java.util.Locale;
import java.util.Map;

/** What a person reads at the end of a pipeline: a table that fits 80 columns. */
public final class RunSummary {
  private final Report report;
  private final String page;

  RunSummary(Report report, String page) {
    this.report = report;
    this.page = page;
  }

  /** The figures for {@code result.json}. */
  public Map<String, Object> asMap() {
    return Map.of(
        "report", page,
        "test-tokens", report.test().tokens(),
        "perplexity", report.score("lstm").perplexity(),
        "unigram-perplexity", report.score("unigram").perplexity(),
        "bits-per-character", report.score("lstm").bitsPerCharacter());
  }

  /** The table. */
  public String text() {
    StringBuilder text = new StringBuilder("\n");
    text.append(
        String.format(
            "%-8s %12s %12s %10s %10s %9s%n",
            "split", "documents", "tokens", "<eos>", "types", "unknown"));
    for (Report.SplitCounts split : report.splits()) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-8s %,12d %,12d %,10d %,10d %7.2f %%%n",
              split.split(),
              split.documents(),
              split.tokens(),
              split.eos(),
              split.types(),
              100.0 * split.unknown() / Math.max(1, split.tokens())));
    }
    text.append(String.format(Locale.ROOT, "vocabulary: %,d words%n%n", report.vocabularySize()));
    text.append(
        String.format(
            "%-18s %12s %14s %14s %12s%n",
            "test perplexity", "all tokens", "without <eos>", "without <unk>", "bits / char"));
    for (ModelScore score : report.models()) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-18s %,12.2f %,14.2f %,14.2f %12.4f%n",
              score.model(),
              score.perplexity(),
              score.perplexityWithoutEos(),
              score.perplexityWithoutUnk(),
              score.bitsPerCharacter()));
    }
    ModelScore lstm = report.score("lstm");
    ModelScore unigram = report.score("unigram");
    text.append(
        String.format(
            Locale.ROOT,
            "%-18s %12.3f %14.3f %14.3f%n",
            "lstm / unigram",
            lstm.perplexity() / unigram.perplexity(),
            lstm.perplexityWithoutEos() / unigram.perplexityWithoutEos(),
            lstm.perplexityWithoutUnk() / unigram.perplexityWithoutUnk()));
    if (report.ofCharacters()) {
      text.append("\n").append(report.verdict()).append("\n");
    }
    return text.append("\nreport: ").append(page).toString();
  }
}
