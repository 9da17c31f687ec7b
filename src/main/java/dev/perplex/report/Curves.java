package dev.perplex.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Losses over trained tokens, drawn as lines on common axes. */
final class Curves {
  private static final double WIDTH = 920;
  private static final double HEIGHT = 320;
  private static final double LEFT = 60;
  private static final double RIGHT = 150; // room for the lines' names
  private static final double TOP = 26;
  private static final double BOTTOM = 44;
  private static final double LETTERS = 16; // pixels between two names, at least

  /** A line: its name, its style in the page, and its points by rising x. */
  record Curve(String name, String style, List<Svg.Spot> points) {}

  private final Span x;
  private final Span y;
  private final Svg picture = new Svg(WIDTH, HEIGHT);

  private Curves(Span x, Span y) {
    this.x = x;
    this.y = y;
  }

  /**
   * The lines with axes, as a figure.
   *
   * @param across what x is
   * @param up what y is
   */
  static String figure(String name, String caption, String across, String up, List<Curve> curves) {
    List<Svg.Spot> all = new ArrayList<>();
    curves.forEach(curve -> all.addAll(curve.points()));
    Curves drawing =
        new Curves(
            Span.of(all.stream().mapToDouble(Svg.Spot::x).toArray()),
            Span.of(all.stream().mapToDouble(Svg.Spot::y).toArray()));
    drawing.axes(across, up);
    drawing.lines(curves);
    return drawing.picture.figure(name, caption);
  }

  private void axes(String across, String up) {
    double floor = HEIGHT - BOTTOM;
    for (double tick : y.ticks()) {
      double at = spot(x.low(), tick).y();
      picture.line("grid", new Svg.Spot(LEFT, at), new Svg.Spot(WIDTH - RIGHT, at));
      picture.words("tick", LEFT - 6, at + 4, "end", Span.words(tick));
    }
    for (double tick : x.ticks()) {
      double at = spot(tick, y.low()).x();
      picture.line("axis", new Svg.Spot(at, floor), new Svg.Spot(at, floor + 4));
      picture.words("tick", at, floor + 18, "middle", Span.words(tick));
    }
    picture.line("axis", new Svg.Spot(LEFT, floor), new Svg.Spot(WIDTH - RIGHT, floor));
    picture.words("tick", WIDTH - RIGHT, floor + 36, "end", across);
    picture.words("tick", LEFT, 12, "start", up);
  }

  private void lines(List<Curve> curves) {
    for (Curve curve : curves) {
      picture.polyline(curve.style(), curve.points().stream().map(this::spot).toList());
      for (Svg.Spot point : curve.points()) {
        picture.dot(
            curve.style() + " point",
            spot(point),
            2.5,
            String.format(
                Locale.ROOT, "%s: %.4f at %,.0f tokens", curve.name(), point.y(), point.x()));
      }
    }
    names(curves);
  }

  /** Each line's name at its end, the upper line's above. */
  private void names(List<Curve> curves) {
    double free = 0;
    List<Curve> fromTop = new ArrayList<>(curves);
    fromTop.sort(Comparator.comparingDouble(curve -> end(curve).y()));
    for (Curve curve : fromTop) {
      double height = Math.max(free, end(curve).y() + 4);
      free = height + LETTERS;
      picture.words("name", end(curve).x() + 8, height, "start", curve.name());
    }
  }

  private Svg.Spot end(Curve curve) {
    return spot(curve.points().get(curve.points().size() - 1));
  }

  private Svg.Spot spot(Svg.Spot point) {
    return spot(point.x(), point.y());
  }

  private Svg.Spot spot(double across, double up) {
    return new Svg.Spot(
        LEFT + x.part(across) * (WIDTH - LEFT - RIGHT),
        HEIGHT - BOTTOM - y.part(up) * (HEIGHT - TOP - BOTTOM));
  }

  /** A span of numbers, from one round number to another. */
  record Span(double low, double high, double step) {
    static Span of(double[] numbers) {
      double low = java.util.Arrays.stream(numbers).min().orElse(0);
      double high = java.util.Arrays.stream(numbers).max().orElse(1);
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
      String text = String.format(Locale.ROOT, "%.4f", number);
      return text.replaceAll("\\.?0+$", "").replaceAll("^-0$", "0");
    }
  }
}
