package dev.perplex.report.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Places words beside their points so that none covers another: each is tried on one side, on the
 * other, above and below, and is hidden where every place is taken. Who comes first, stays.
 *
 * <p>No font is asked: letters are taken to be as wide as in the wider ones of the usual
 * sans-serifs, ideographs as wide as high.
 */
final class Labels {
  private static final String NARROW = "fijlrtI-'.";
  private static final String WIDE = "mwMW";
  private static final double ASCENT = 0.78; // of the size, above the base line
  private static final double DESCENT = 0.24;

  private final double width;
  private final double height;
  private final List<Box> taken = new ArrayList<>();

  /** Where a word stands: the middle, start or end of its base line, as SVG's text-anchor says. */
  record Place(double x, double y, String anchor) {}

  /** Where a word is tried first. */
  enum Side {
    RIGHT,
    LEFT
  }

  private record Box(double left, double top, double right, double bottom) {
    boolean meets(Box other) {
      return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
    }
  }

  /** Labels of a picture of this size; none reaches beyond it. */
  Labels(double width, double height) {
    this.width = width;
    this.height = height;
  }

  /** Keeps a round spot free of words that are placed from now on. */
  void keepFree(Svg.Spot spot, double radius) {
    taken.add(new Box(spot.x() - radius, spot.y() - radius, spot.x() + radius, spot.y() + radius));
  }

  /**
   * Where the word goes, if there is room.
   *
   * @param gap between the point's centre and the word
   */
  Optional<Place> place(String word, Svg.Spot spot, Side first, double size, double gap) {
    double x = spot.x();
    double y = spot.y();
    double middle = (ASCENT - DESCENT) * size / 2; // from the middle of a letter to its base line
    Place right = new Place(x + gap, y + middle, "start");
    Place left = new Place(x - gap, y + middle, "end");
    List<Place> places =
        List.of(
            first == Side.RIGHT ? right : left,
            first == Side.RIGHT ? left : right,
            new Place(x, y - gap - DESCENT * size, "middle"),
            new Place(x, y + gap + ASCENT * size, "middle"));
    for (Place place : places) {
      Box box = box(place, width(word, size), size);
      if (box.left >= 0
          && box.top >= 0
          && box.right <= width
          && box.bottom <= height
          && taken.stream().noneMatch(box::meets)) {
        taken.add(box);
        return Optional.of(place);
      }
    }
    return Optional.empty();
  }

  private static Box box(Place place, double wide, double size) {
    double left =
        switch (place.anchor()) {
          case "start" -> place.x();
          case "end" -> place.x() - wide;
          default -> place.x() - wide / 2;
        };
    return new Box(left, place.y() - ASCENT * size, left + wide, place.y() + DESCENT * size);
  }

  private static double width(String word, double size) {
    return size * word.codePoints().mapToDouble(Labels::share).sum();
  }

  /** How wide a letter is, of the font's size. */
  private static double share(int letter) {
    if (Character.isIdeographic(letter)) {
      return 1;
    } else if (NARROW.indexOf(letter) >= 0) {
      return 0.4;
    } else if (WIDE.indexOf(letter) >= 0) {
      return 0.95;
    }
    return Character.isUpperCase(letter) ? 0.7 : 0.62;
  }
}
