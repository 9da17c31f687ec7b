package dev.perplex.report;

import dev.perplex.eval.Range;
import dev.perplex.eval.Resamples;
import java.util.function.ToDoubleFunction;

/**
 * A bootstrap interval of a figure, at the level that {@link Bootstrap} states.
 *
 * @param low null where there are fewer than two units to draw from
 * @param high likewise
 */
public record Interval(Double low, Double high) {
  /** Of what one unit alone says, which tells nothing of how it varies. */
  public static final Interval UNKNOWN = new Interval(null, null);

  static Interval of(Range range) {
    return new Interval(range.low(), range.high());
  }

  /**
   * @param figure of the columns' sums
   */
  static Interval of(Resamples resamples, double level, ToDoubleFunction<double[]> figure) {
    return resamples.units() < 2 ? UNKNOWN : of(resamples.interval(level, figure));
  }

  public boolean known() {
    return low != null && high != null;
  }
}
