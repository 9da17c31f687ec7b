package dev.perplex.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** A {@link LineChart} as a drawing, for readers without scripts and for print. */
final class Drawing {
  private static final double WIDTH = 920;
  private static final double HEIGHT = 330;
  private static final double LEFT = 64;
  private static final double RIGHT = 170; // room for the lines' names
  private static final double TOP = 28;
  private static final double BOTTOM = 48;
  private static final double LETTERS = 16; // pixels between two names, at least

  private final LineChart chart;
  private final List<Curve> curves = new ArrayList<>();
  private final Axis x;
  private final Axis y;
  private final Svg picture = new Svg(WIDTH, HEIGHT);

  private record Curve(LineChart.Line line, List<Svg.Spot> points, List<Svg.Spot> marked) {}

  Drawing(LineChart chart, JsonNode data) {
    this.chart = chart;
    List<String> names = new ArrayList<>();
    List<Double> across = new ArrayList<>();
    JsonNode rows = chart.rowsOf(data);
    for (JsonNode row : rows) {
      names.add(LineChart.path(row, chart.x()).asText());
      across.add(
          chart.kind().equals("steps")
              ? across.size()
              : LineChart.number(row, chart.x()).orElse(0));
    }
    for (int i = 0; i < chart.lines().size(); i++) {
      String marked = i == chart.lines().size() - 1 ? chart.marked() : "";
      curves.add(curve(chart.lines().get(i), marked, rows, across));
    }
    double[] xs = across.stream().mapToDouble(Double::doubleValue).toArray();
    this.x =
        switch (chart.kind()) {
          case "steps" -> Axis.steps(names);
          case "days" -> Axis.days(xs);
          default -> chart.xscale().equals("log") ? Axis.ratios(xs) : Axis.even(xs);
        };
    double[] ys =
        curves.stream().flatMap(c -> c.points().stream()).mapToDouble(Svg.Spot::y).toArray();
    this.y =
        switch (chart.scale()) {
          case "log" -> Axis.ratios(ys);
          case "zero" -> Axis.fromZero(ys);
          default -> Axis.even(ys);
        };
  }

  private static Curve curve(LineChart.Line line, String mark, JsonNode rows, List<Double> across) {
    List<Svg.Spot> points = new ArrayList<>();
    List<Svg.Spot> marked = new ArrayList<>();
    for (int i = 0; i < across.size(); i++) {
      OptionalDouble number = LineChart.number(rows.get(i), line.field());
      if (number.isPresent()) {
        Svg.Spot point = new Svg.Spot(across.get(i), number.getAsDouble());
        points.add(point);
        if (!mark.isEmpty() && LineChart.path(rows.get(i), mark).asBoolean()) {
          marked.add(point);
        }
      }
    }
    return new Curve(line, points, marked);
  }

  String svg() {
    axes();
    for (Curve curve : curves) {
      String style = "s" + curve.line().style();
      picture.polyline(style, curve.points().stream().map(this::spot).toList());
      for (Svg.Spot point : curve.points()) {
        picture.dot(style + " point", spot(point), 3, hint(curve.line().name(), point));
      }
      for (Svg.Spot point : curve.marked()) {
        picture.dot("marked", spot(point), 7, hint(curve.line().name(), point));
      }
    }
    names();
    return picture.drawn(chart.name());
  }

  private String hint(String name, Svg.Spot point) {
    String place =
        switch (chart.kind()) {
          case "steps" -> x.ticks().get((int) point.x()).words();
          case "days" -> "";
          default -> String.format(Locale.ROOT, "%,.0f", point.x());
        };
    return String.format(Locale.ROOT, "%s: %s, %s", name, Html.figures(point.y(), 6), place);
  }

  private void axes() {
    double floor = HEIGHT - BOTTOM;
    for (Axis.Tick tick : y.ticks()) {
      double at = height(tick.at());
      picture.line("grid", new Svg.Spot(LEFT, at), new Svg.Spot(WIDTH - RIGHT, at));
      picture.words("tick", LEFT - 6, at + 4, "end", tick.words());
    }
    for (Axis.Tick tick : x.ticks()) {
      double at = place(tick.at());
      picture.line("axis", new Svg.Spot(at, floor), new Svg.Spot(at, floor + 4));
      picture.words("tick", at, floor + 18, "middle", tick.words());
    }
    picture.line("axis", new Svg.Spot(LEFT, floor), new Svg.Spot(WIDTH - RIGHT, floor));
    picture.words("tick", WIDTH - RIGHT, floor + 40, "end", chart.across());
    picture.words("tick", LEFT, 12, "start", chart.up());
  }

  /** Each line's name at its end, the upper line's above. */
  private void names() {
    double free = 0;
    List<Curve> fromTop =
        new ArrayList<>(curves.stream().filter(curve -> !curve.points().isEmpty()).toList());
    fromTop.sort(Comparator.comparingDouble(curve -> end(curve).y()));
    for (Curve curve : fromTop) {
      double height = Math.max(free, end(curve).y() + 4);
      free = height + LETTERS;
      picture.words("name", WIDTH - RIGHT + 12, height, "start", curve.line().name());
    }
  }

  private Svg.Spot end(Curve curve) {
    return spot(curve.points().get(curve.points().size() - 1));
  }

  private Svg.Spot spot(Svg.Spot point) {
    return new Svg.Spot(place(point.x()), height(point.y()));
  }

  private double place(double across) {
    return LEFT + x.part(across) * (WIDTH - LEFT - RIGHT);
  }

  private double height(double up) {
    return HEIGHT - BOTTOM - y.part(up) * (HEIGHT - TOP - BOTTOM);
  }
}
