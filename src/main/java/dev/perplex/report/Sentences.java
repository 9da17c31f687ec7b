package dev.perplex.report;

import java.util.List;
import java.util.Locale;

/** What the figures say, in words. */
public final class Sentences {
  private Sentences() {}

  /**
   * A comparison in one sentence, with all that stands in it but the sentence.
   *
   * @param model title of what is judged
   * @param baseline title of what it is judged by, with its run where it is another one's
   * @param level of the interval
   */
  public static String of(Comparison comparison, String model, String baseline, double level) {
    String figures =
        switch (comparison.measure()) {
          case PERPLEXITY -> "a perplexity of %,.2f over %,d tokens, %s %s (%,.2f)";
          case BITS_PER_CHARACTER -> "%.4f bits a character over %,d characters, %s %s (%.4f)";
          case BITS_PER_BYTE -> "%.4f bits a byte over %,d bytes, %s %s (%.4f)";
        };
    return model
        + ": "
        + String.format(
            Locale.ROOT,
            figures,
            comparison.value(),
            comparison.units(),
            away(comparison.ratio()),
            baseline,
            comparison.baselineValue())
        + evidence(comparison, level);
  }

  private static String evidence(Comparison comparison, double level) {
    if (comparison.pValue() == null) {
      return "; one unit alone does not show whether by chance.";
    }
    return String.format(
        Locale.ROOT,
        "; %s: %s, %.0f %% interval %s.",
        comparison.significant() ? "significant" : "not significant",
        probability(comparison.pValue()),
        100 * level,
        range(comparison.ratioInterval()));
  }

  /** {@code p = 0.032}, or {@code p < 0.001}. */
  public static String probability(double p) {
    return p < 0.001 ? "p < 0.001" : String.format(Locale.ROOT, "p = %.3f", p);
  }

  /** How far a ratio is from 1: {@code 31.2 % below}. */
  public static String away(double ratio) {
    String percent = String.format(Locale.ROOT, "%.1f", 100 * Math.abs(ratio - 1));
    if (percent.equals("0.0")) {
      return "level with";
    }
    return percent + (ratio < 1 ? " % below" : " % above");
  }

  /** {@code 30.1 to 32.3 % below}, or {@code 1.0 % below to 2.0 % above}. */
  private static String range(Interval interval) {
    String low = away(interval.low()).replace("level with", "0.0 %");
    String high = away(interval.high()).replace("level with", "0.0 %");
    if (low.endsWith(" % below") && high.endsWith(" % below")) {
      return high.replace(" % below", "") + " to " + low;
    }
    if (low.endsWith(" % above") && high.endsWith(" % above")) {
      return low.replace(" % above", "") + " to " + high;
    }
    return low + " to " + high;
  }

  /**
   * The report's verdict: the language model against the n-gram model, or against the unigram where
   * there is none.
   *
   * @param comparisons of the report
   */
  public static String verdict(List<Comparison> comparisons) {
    return comparisons.stream()
        .filter(each -> each.model().equals(Report.LSTM))
        .filter(each -> each.baseline().equals(Report.NGRAM))
        .findFirst()
        .or(
            () ->
                comparisons.stream()
                    .filter(each -> each.model().equals(Report.LSTM))
                    .filter(each -> each.baseline().equals(Report.UNIGRAM))
                    .findFirst())
        .map(Comparison::sentence)
        .orElse("There is nothing to compare the language model with.");
  }
}
