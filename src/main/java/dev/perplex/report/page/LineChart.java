package dev.perplex.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perplex.provenance.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Lines over common axes, described by where their numbers stand in the page's data: the drawing
 * and the script's chart are both made of that, and so show the same.
 *
 * @param name what a screen reader calls it
 * @param kind of x: {@code numbers}, {@code days} (seconds since 1970) or {@code steps} (names)
 * @param rows where the list of points stands in the data
 * @param x field of a row
 * @param across what x is
 * @param up what the lines' numbers are
 * @param scale of y: {@code even}, {@code zero} (even, from 0 on) or {@code log}
 * @param xscale of x: {@code even} or {@code log}
 * @param lines at least one
 * @param marked field of a row that says whether the last line's point has a ring; empty for none
 * @param together charts of one page that share this word share their cursor; empty for none
 * @param height of the script's chart, pixels
 */
record LineChart(
    String name,
    String kind,
    String rows,
    String x,
    String across,
    String up,
    String scale,
    String xscale,
    List<Line> lines,
    String marked,
    String together,
    int height) {

  /**
   * A line.
   *
   * @param field of a row: a path, or the name of a list, of a model in it, and of a field there
   * @param style number of the colour and dash, as page.css has them
   */
  record Line(Object field, String name, int style) {}

  static LineChart numbers(String name, String rows, String x, String across, String up) {
    return new LineChart(
        name, "numbers", rows, x, across, up, "even", "even", List.of(), "", "", 300);
  }

  /** Over named steps, by ratios: perplexities. */
  static LineChart steps(String name, String rows, String across, String up) {
    return new LineChart(
        name, "steps", rows, "label", across, up, "log", "even", List.of(), "", "", 320);
  }

  static LineChart days(String name, String rows, String x, String up) {
    return new LineChart(name, "days", rows, x, "time", up, "log", "even", List.of(), "", "", 300);
  }

  LineChart line(Object field, String title, int style) {
    List<Line> more = new ArrayList<>(lines);
    more.add(new Line(field, title, style));
    return new LineChart(
        name, kind, rows, x, across, up, scale, xscale, more, marked, together, height);
  }

  /** With a scale of y, a scale of x, and a height. */
  LineChart scaled(String ofY, String ofX, int pixels) {
    return new LineChart(
        name, kind, rows, x, across, up, ofY, ofX, lines, marked, together, pixels);
  }

  LineChart marked(String field) {
    return new LineChart(
        name, kind, rows, x, across, up, scale, xscale, lines, field, together, height);
  }

  LineChart together(String word) {
    return new LineChart(
        name, kind, rows, x, across, up, scale, xscale, lines, marked, word, height);
  }

  /** Whether the data have a number for any of the lines. */
  boolean hasData(JsonNode data) {
    for (JsonNode row : rowsOf(data)) {
      for (Line line : lines) {
        if (number(row, line.field()).isPresent()) {
          return true;
        }
      }
    }
    return false;
  }

  JsonNode rowsOf(JsonNode data) {
    return path(data, rows);
  }

  static JsonNode path(JsonNode from, String path) {
    JsonNode at = from;
    for (String key : path.split("/", -1)) {
      at = at.isArray() ? at.path(Integer.parseInt(key)) : at.path(key);
    }
    return at;
  }

  static OptionalDouble number(JsonNode row, Object field) {
    JsonNode value;
    if (field instanceof List<?> place) {
      value = null;
      for (JsonNode each : path(row, place.get(0).toString())) {
        if (each.path("model").asText().equals(place.get(1))) {
          value = path(each, place.get(2).toString());
        }
      }
    } else {
      value = path(row, field.toString());
    }
    return value == null || !value.isNumber()
        ? OptionalDouble.empty()
        : OptionalDouble.of(value.doubleValue());
  }

  /** The figure: caption, drawing, and what the script needs to draw it anew. */
  String figure(JsonNode data, String caption) {
    return "<figure>\n<figcaption>"
        + caption
        + "</figcaption>\n<div class=\"chart\" data-chart=\""
        + Html.escape(Json.line(this))
        + "\">\n"
        + new Drawing(this, data).svg()
        + "</div>\n</figure>\n";
  }
}
