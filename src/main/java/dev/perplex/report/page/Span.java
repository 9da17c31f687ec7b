package dev.perplex.report.page;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A span of numbers, from one round number to another. */
record Span(double low, double high, double step) {
  static Span of(double[] numbers) {
    double low = Arrays.stream(numbers).min().orElse(0);
    double high = Arrays.stream(numbers).max().orElse(1);
    double wide = high > low ? high - low : Math.max(1e-3, Math.abs(low) / 2);
    double power = Math.pow(10, Math.floor(Math.log10(wide / 5)));
    double rest = wide / 5 / power; // 1 to 10
    double step = power * (rest <= 1 ? 1 : rest <= 2 ? 2 : rest <= 5 ? 5 : 10);
    return new Span(
        Math.floor(low / step) * step,
        Math.max(Math.ceil(high / step), Math.floor(low / step) + 1) * step,
        step);
  }

  double part(double number) {
    return (number - low) / (high - low);
  }

  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    for (long i = Math.round(low / step); i <= Math.round(high / step); i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  /** Short: 2M, 500k, 0.25. */
  static String words(double number) {
    if (Math.abs(number) >= 1e6) {
      return plain(number / 1e6) + "M";
    }
    return Math.abs(number) >= 1e4 ? plain(number / 1e3) + "k" : plain(number);
  }

  private static String plain(double number) {
    int decimals = number != 0 && Math.abs(number) < 0.01 ? 7 : 4;
    String text = String.format(Locale.ROOT, "%." + decimals + "f", number);
    return text.contains(".")
        ? text.replaceAll("0+$", "").replaceAll("\\.$", "").replaceAll("^-0$", "0")
        : text;
  }
}
