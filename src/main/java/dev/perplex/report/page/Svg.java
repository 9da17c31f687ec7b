package dev.perplex.report.page;

import java.util.List;
import java.util.Locale;

/**
 * A picture inside the page. Its colours are the page's, so that it follows a light or a dark
 * setting and print; shapes are told apart by form and words, not by colour alone.
 */
final class Svg {
  private final StringBuilder shapes = new StringBuilder();
  private final double width;
  private final double height;

  /** A point of the picture, y downwards. */
  record Spot(double x, double y) {}

  Svg(double width, double height) {
    this.width = width;
    this.height = height;
  }

  double width() {
    return width;
  }

  double height() {
    return height;
  }

  Svg line(String style, Spot from, Spot to) {
    return shape(
        "<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>",
        style, n(from.x), n(from.y), n(to.x), n(to.y));
  }

  Svg polyline(String style, List<Spot> spots) {
    StringBuilder points = new StringBuilder();
    for (Spot spot : spots) {
      points.append(points.isEmpty() ? "" : " ").append(n(spot.x)).append(',').append(n(spot.y));
    }
    return shape("<polyline class=\"%s\" points=\"%s\"/>", style, points);
  }

  /** A spot that says its words to the pointer that rests on it. */
  Svg dot(String style, Spot at, double radius, String hint) {
    return shape(
        "<circle class=\"%s\" cx=\"%s\" cy=\"%s\" r=\"%s\"><title>%s</title></circle>",
        style, n(at.x), n(at.y), n(radius), Html.escape(hint));
  }

  /**
   * @param anchor start, middle or end of the words stands at x
   */
  Svg words(String style, double x, double y, String anchor, String words) {
    return shape(
        "<text class=\"%s\" x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>",
        style, n(x), n(y), anchor, Html.escape(words));
  }

  private Svg shape(String form, Object... values) {
    shapes.append(String.format(Locale.ROOT, form, values)).append('\n');
    return this;
  }

  /** With one decimal: a tenth of a pixel. */
  private static String n(double number) {
    double tenth = Math.round(number * 10) / 10.0;
    return tenth == Math.rint(tenth) ? Long.toString((long) tenth) : Double.toString(tenth);
  }

  /**
   * The picture alone.
   *
   * @param name what a screen reader calls it
   */
  String drawn(String name) {
    return "<svg class=\"drawn\" role=\"img\" aria-label=\""
        + Html.escape(name)
        + "\" viewBox=\"0 0 "
        + n(width)
        + " "
        + n(height)
        + "\">\n"
        + shapes
        + "</svg>\n";
  }
}
