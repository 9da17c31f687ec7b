package dev.perplex.report.page;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Where numbers stand along a side of a drawing, and which of them are written there. */
interface Axis {
  /** Of the side's length: 0 at its start, 1 at its end. */
  double part(double number);

  List<Tick> ticks();

  /** A number on the axis, and how it is written. */
  record Tick(double at, String words) {}

  /** By equal steps between round numbers. */
  static Axis even(double[] numbers) {
    return of(Span.of(numbers));
  }

  /** By equal steps from 0 on. */
  static Axis fromZero(double[] numbers) {
    return of(Span.of(with(numbers, 0)));
  }

  private static Axis of(Span span) {
    List<Tick> ticks = span.ticks().stream().map(tick -> new Tick(tick, Span.words(tick))).toList();
    return new Placed(span.low(), span.high(), ticks);
  }

  /** By ratios, all numbers above 0. */
  static Axis ratios(double[] numbers) {
    double low = Arrays.stream(numbers).min().orElse(1);
    double high = Arrays.stream(numbers).max().orElse(10);
    double from = Math.log(low) - 0.08;
    double to = Math.log(high) + 0.08;
    List<Tick> ticks = new ArrayList<>();
    for (double tick : roundRatios(Math.exp(from), Math.exp(to))) {
      ticks.add(new Tick(tick, Span.words(tick)));
    }
    return new Axis() {
      @Override
      public double part(double number) {
        return (Math.log(number) - from) / (to - from);
      }

      @Override
      public List<Tick> ticks() {
        return ticks;
      }
    };
  }

  /** 1, 2, 5, 10 and so on between two bounds; even steps where they have too few of these. */
  private static List<Double> roundRatios(double low, double high) {
    List<Double> all = new ArrayList<>();
    List<Double> powers = new ArrayList<>();
    for (int power = (int) Math.floor(Math.log10(low)); Math.pow(10, power) <= high; power++) {
      for (int digit : new int[] {1, 2, 5}) {
        double tick = digit * Math.pow(10, power);
        if (tick >= low && tick <= high) {
          all.add(tick);
          if (digit == 1) {
            powers.add(tick);
          }
        }
      }
    }
    if (all.size() < 3) {
      return Span.of(new double[] {low, high}).ticks().stream()
          .filter(tick -> tick >= low && tick <= high)
          .toList();
    }
    return all.size() > 8 ? powers : all;
  }

  /** Named steps, numbered from 0, at equal distances. */
  static Axis steps(List<String> names) {
    List<Tick> ticks = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      ticks.add(new Tick(i, names.get(i)));
    }
    return new Placed(-0.5, names.size() - 0.5, ticks);
  }

  /** Seconds since 1970, the first and the last written as days. */
  static Axis days(double[] seconds) {
    double low = Arrays.stream(seconds).min().orElse(0);
    double high = Arrays.stream(seconds).max().orElse(low);
    List<Tick> ticks = new ArrayList<>(List.of(new Tick(low, day(low))));
    if (!day(low).equals(day(high))) {
      ticks.add(new Tick(high, day(high)));
    }
    double edge = Math.max((high - low) * 0.06, 1);
    return new Placed(low - edge, high + edge, ticks);
  }

  private static String day(double seconds) {
    return Instant.ofEpochSecond((long) seconds).toString().substring(0, 10);
  }

  private static double[] with(double[] numbers, double more) {
    double[] all = Arrays.copyOf(numbers, numbers.length + 1);
    all[numbers.length] = more;
    return all;
  }

  /** Between two numbers, in proportion. */
  record Placed(double low, double high, List<Tick> ticks) implements Axis {
    @Override
    public double part(double number) {
      return (number - low) / (high - low);
    }
  }
}
