package dev.perplex.report;

/**
 * A word's place in a picture.
 *
 * @param x to the right, in the picture's own unit, with four decimals
 * @param y upwards, likewise
 */
public record WordPoint(String word, double x, double y) {
  static WordPoint of(String word, double x, double y) {
    return new WordPoint(word, rounded(x), rounded(y));
  }

  private static double rounded(double number) {
    return Math.round(number * 1e4) / 1e4;
  }
}
