package dev.perplex.eval;

import dev.perplex.provenance.Seeds;
import dev.perplex.provenance.Stage;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The bootstrap (Efron 1979): a sample's units drawn with replacement, as many as there are, again
 * and again. Of a resample the columns' sums are kept, of which figures are made; figures made of
 * one resample are of the same units, so that differences between columns are paired. The draws
 * depend on the seed and the resample's number alone, never on threads.
 */
public final class Resamples {
  private final int units;
  private final double[] totals; // [columns]
  private final double[][] sums; // [resamples][columns]

  private Resamples(int units, double[] totals, double[][] sums) {
    this.units = units;
    this.totals = totals;
    this.sums = sums;
  }

  /**
   * @param columns [columns][units] what each unit adds to each sum
   * @param count of resamples
   */
  public static Resamples of(double[][] columns, int count, long seed) {
    int width = columns.length;
    int units = columns[0].length;
    double[] rows = new double[width * units]; // a unit's numbers beside each other
    double[] totals = new double[width];
    for (int column = 0; column < width; column++) {
      for (int unit = 0; unit < units; unit++) {
        rows[unit * width + column] = columns[column][unit];
        totals[column] += columns[column][unit];
      }
    }
    double[][] sums =
        IntStream.range(0, count)
            .parallel()
            .mapToObj(resample -> draw(rows, width, units, seed, resample))
            .toArray(double[][]::new);
    return new Resamples(units, totals, sums);
  }

  private static double[] draw(double[] rows, int width, int units, long seed, int resample) {
    SplittableRandom random = Seeds.random(seed, Stage.REPORT, 0, resample);
    double[] sums = new double[width];
    for (int draw = 0; draw < units; draw++) {
      int row = random.nextInt(units) * width;
      for (int column = 0; column < width; column++) {
        sums[column] += rows[row + column];
      }
    }
    return sums;
  }

  /**
   * Sums of units in a row: neighbours that depend on one another are drawn together.
   *
   * @param size units of a block; the last one may be shorter
   */
  public static double[][] blocks(double[][] columns, int size) {
    int blocks = (columns[0].length + size - 1) / size;
    double[][] sums = new double[columns.length][blocks];
    for (int column = 0; column < columns.length; column++) {
      for (int unit = 0; unit < columns[column].length; unit++) {
        sums[column][unit / size] += columns[column][unit];
      }
    }
    return sums;
  }

  /** What was drawn from. */
  public int units() {
    return units;
  }

  public int columns() {
    return totals.length;
  }

  /** A column's sum over the units themselves. */
  public double total(int column) {
    return totals[column];
  }

  /**
   * A figure of each resample.
   *
   * @param figure of the columns' sums, which it must not change
   */
  public double[] figures(ToDoubleFunction<double[]> figure) {
    return Arrays.stream(sums).mapToDouble(figure).toArray();
  }

  /** The percentile interval (Efron and Tibshirani 1993, chapter 13) of a figure. */
  public Range interval(double level, ToDoubleFunction<double[]> figure) {
    return interval(level, figures(figure));
  }

  static Range interval(double level, double[] figures) {
    double[] sorted = figures.clone();
    Arrays.sort(sorted);
    double tail = (1 - level) / 2;
    return new Range(quantile(sorted, tail), quantile(sorted, 1 - tail));
  }

  private static double quantile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
