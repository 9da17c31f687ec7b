package dev.perplex.report;

import dev.perplex.eval.PairedDifference;

/**
 * Two models on the same test text, document by document.
 *
 * @param model the row that is judged
 * @param baseline the row that it is judged by
 * @param baselineRun run that has the baseline; empty where it is the report's own
 * @param measure what is compared: perplexity, on the same tokens; bits per character, where these
 *     are characters; bits per byte, where only the raw text is the same
 * @param documents of the test split
 * @param units tokens, characters or bytes
 * @param value of the model, as {@code measure} says
 * @param baselineValue of the baseline
 * @param ratio {@code value / baselineValue}: below 1 the model is better
 * @param ratioInterval by paired bootstrap
 * @param difference of mean losses, nats a unit: below 0 the model is better
 * @param pValue of no difference, by paired bootstrap, two-sided
 * @param significant whether it is below 1 less the level of the intervals
 * @param sentence all this for people
 */
public record Comparison(
    String model,
    String baseline,
    String baselineRun,
    Measure measure,
    long documents,
    long units,
    double value,
    double baselineValue,
    double ratio,
    Interval ratioInterval,
    double difference,
    Double pValue,
    boolean significant,
    String sentence) {

  private static final double ROUNDING = 1e-12; // 1 - 0.95 is a little above 0.05

  /**
   * A comparison with its sentence.
   *
   * @param title of the model
   * @param baselineTitle of the baseline
   * @param units tokens; characters or bytes where bits per character or byte are compared
   * @param nats summed losses of the model
   * @param baselineNats of the baseline
   * @param paired by the bootstrap; null where there are fewer than two units to draw from
   * @param level of the interval
   */
  public static Comparison of(
      String model,
      String title,
      String baseline,
      String baselineTitle,
      String baselineRun,
      Measure measure,
      long documents,
      long units,
      double nats,
      double baselineNats,
      PairedDifference paired,
      double level) {
    double difference = (nats - baselineNats) / units;
    double value = measure.value(nats / units);
    double other = measure.value(baselineNats / units);
    Interval interval =
        paired == null
            ? Interval.UNKNOWN
            : new Interval(
                measure.ratio(paired.interval().low(), baselineNats / units),
                measure.ratio(paired.interval().high(), baselineNats / units));
    Comparison comparison =
        new Comparison(
            model,
            baseline,
            baselineRun,
            measure,
            documents,
            units,
            value,
            other,
            value / other,
            interval,
            difference,
            paired == null ? null : paired.pValue(),
            paired != null && paired.pValue() < 1 - level - ROUNDING,
            "");
    String named = baselineTitle + (baselineRun.isEmpty() ? "" : " of " + baselineRun);
    return comparison.with(Sentences.of(comparison, title, named, level));
  }

  /** The same with its sentence. */
  public Comparison with(String words) {
    return new Comparison(
        model,
        baseline,
        baselineRun,
        measure,
        documents,
        units,
        value,
        baselineValue,
        ratio,
        ratioInterval,
        difference,
        pValue,
        significant,
        words);
  }

  /** What two models are compared by. */
  public enum Measure {
    PERPLEXITY(Scale.EXPONENTIAL),
    BITS_PER_CHARACTER(Scale.BITS),
    BITS_PER_BYTE(Scale.BITS);

    private final Scale scale;

    Measure(Scale scale) {
      this.scale = scale;
    }

    /** Of a mean loss in nats a unit. */
    double value(double mean) {
      return scale == Scale.BITS ? mean / Math.log(2) : Math.exp(mean);
    }

    /**
     * Of two values.
     *
     * @param difference of their mean losses
     * @param baseline mean loss of what is divided by
     */
    double ratio(double difference, double baseline) {
      return scale == Scale.BITS ? 1 + difference / baseline : Math.exp(difference);
    }

    /** How a mean loss is shown. */
    private enum Scale {
      EXPONENTIAL,
      BITS
    }
  }
}
