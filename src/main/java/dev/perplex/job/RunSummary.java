package dev.perplex.job;

import dev.perplex.report.Interval;
import dev.perplex.report.ModelScore;
import dev.perplex.report.Report;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a person reads at the end of a pipeline: tables that fit 80 columns. */
public final class RunSummary {
  public static final int WIDTH = 80;

  private final Report report;
  private final String page;

  RunSummary(Report report, String page) {
    this.report = report;
    this.page = page;
  }

  /** Where the page of the report lies. */
  public String page() {
    return page;
  }

  /** The figures for {@code result.json}. */
  public Map<String, Object> asMap() {
    Map<String, Object> figures = new TreeMap<>();
    figures.put("report", page);
    figures.put("test-tokens", report.test().tokens());
    figures.put("perplexity", report.score(Report.LSTM).perplexity());
    figures.put("unigram-perplexity", report.score(Report.UNIGRAM).perplexity());
    report
        .find(Report.NGRAM)
        .ifPresent(ngram -> figures.put("ngram-perplexity", ngram.perplexity()));
    figures.put("bits-per-character", report.score(Report.LSTM).bitsPerCharacter());
    return figures;
  }

  /** The tables. */
  public String text() {
    StringBuilder text = new StringBuilder("\n");
    splits(text);
    models(text);
    text.append("\n").append(wrapped(report.verdict())).append("\n");
    return text.append("\nreport: ").append(page).toString();
  }

  private void splits(StringBuilder text) {
    text.append(
        String.format(
            "%-8s %12s %12s %10s %10s %10s %8s%n",
            "split", "documents", "tokens", "<eos>", "types", "<unk>", "cut"));
    for (Report.SplitCounts split : report.splits()) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-8s %,12d %,12d %,10d %,10d %8.2f %% %6.2f %%%n",
              split.split(),
              split.documents(),
              split.tokens(),
              split.eos(),
              split.types(),
              100 * split.unknownWrittenShare(),
              100 * split.unknownCutShare()));
    }
    text.append(
        String.format(
            Locale.ROOT,
            "vocabulary: %,d words; <unk>: spelled by the text; cut: not among them%n%n",
            report.vocabularySize()));
  }

  private void models(StringBuilder text) {
    text.append(
        String.format(
            Locale.ROOT,
            "%-24s %10s %18s %9s %9s %5s%n",
            "test perplexity",
            "all tokens",
            String.format(Locale.ROOT, "%.0f %% interval", 100 * report.bootstrap().level()),
            "no <eos>",
            "no <unk>",
            "bits"));
    for (ModelScore score : report.models()) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-24s %,10.2f %18s %,9.2f %,9.2f %5.3f%n",
              score.model(),
              score.perplexity(),
              interval(score.perplexityInterval()),
              score.perplexityWithoutEos(),
              score.perplexityWithoutUnk(),
              score.bitsPerCharacter()));
    }
    Report.Test test = report.test();
    text.append("bits: per character of the raw text\n")
        .append(
            wrapped(
                String.format(
                    Locale.ROOT,
                    "unknown: %,d of %,d tokens (%.2f %%): %,d <unk> of the text (%.2f %%) and %,d"
                        + " words cut by the vocabulary (%.2f %%)",
                    test.unknown(),
                    test.tokens(),
                    100 * test.unknownShare(),
                    test.unknownWritten(),
                    100 * test.unknownWrittenShare(),
                    test.unknownCut(),
                    100 * test.unknownCutShare())))
        .append("\n");
  }

  private static String interval(Interval interval) {
    return interval.known()
        ? String.format(Locale.ROOT, "%,.2f-%,.2f", interval.low(), interval.high())
        : "-";
  }

  /** A text in lines of at most 80 columns, where its words allow. */
  public static String wrapped(String text) {
    return wrapped(text, WIDTH);
  }

  /** A text in lines of at most so many columns, where its words allow. */
  public static String wrapped(String text, int width) {
    StringBuilder lines = new StringBuilder();
    int column = 0;
    for (String word : text.split(" ", -1)) {
      if (column > 0 && column + 1 + word.length() > width) {
        lines.append("\n");
        column = 0;
      } else if (column > 0) {
        lines.append(" ");
        column++;
      }
      lines.append(word);
      column += word.length();
    }
    return lines.toString();
  }
}
