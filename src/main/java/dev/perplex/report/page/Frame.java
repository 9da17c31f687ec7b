package dev.perplex.report.page;

import dev.perplex.report.WordPoint;
import java.util.List;

/**
 * Fits points into a picture with a margin: both axes by one scale, as distances mean something, y
 * upwards, the points' middle in the picture's middle.
 */
final class Frame {
  private final double scale; // pixels a unit
  private final double left;
  private final double top;
  private final double width;
  private final double height;

  private Frame(double scale, double left, double top, double width, double height) {
    this.scale = scale;
    this.left = left;
    this.top = top;
    this.width = width;
    this.height = height;
  }

  /**
   * A frame that is as high as the points need, within bounds.
   *
   * @param lowest height, pixels
   * @param highest height, pixels
   */
  static Frame of(
      List<WordPoint> points, double width, double lowest, double highest, double margin) {
    double minX = points.stream().mapToDouble(WordPoint::x).min().orElse(0);
    double maxX = points.stream().mapToDouble(WordPoint::x).max().orElse(0);
    double minY = points.stream().mapToDouble(WordPoint::y).min().orElse(0);
    double maxY = points.stream().mapToDouble(WordPoint::y).max().orElse(0);
    double wide = Math.max(maxX - minX, 1e-9);
    double high = Math.max(maxY - minY, 1e-9);
    double scale = Math.min((width - 2 * margin) / wide, (highest - 2 * margin) / high);
    double height = Math.min(highest, Math.max(lowest, high * scale + 2 * margin));
    return new Frame(
        scale,
        (minX + maxX) / 2 - width / 2 / scale,
        (minY + maxY) / 2 + height / 2 / scale,
        width,
        height);
  }

  Svg picture() {
    return new Svg(width, height);
  }

  Svg.Spot spot(WordPoint point) {
    return new Svg.Spot((point.x() - left) * scale, (top - point.y()) * scale);
  }
}
