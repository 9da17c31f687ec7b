package dev.perplex.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Places words beside their points so that none covers another: each is tried to the right, to the
 * left, above and below, and is hidden where every place is taken. Who comes first, stays.
 *
 * <p>No fonts are asked: a letter is taken to be 0.56 of the font's size wide, an ideograph the
 * whole of it, which is enough for the usual sans-serifs.
 */
final class Labels {
  private static final double LETTER = 0.56;
  private static final double ASCENT = 0.78; // of the size, above the base line
  private static final double DESCENT = 0.24;

  private final double width;
  private final double height;
  private final List<Box> taken = new ArrayList<>();

  /** Where a word stands: the middle, start or end of its base line, as SVG's text-anchor says. */
  record Place(double x, double y, String anchor) {}

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
  void keepFree(double x, double y, double radius) {
    taken.add(new Box(x - radius, y - radius, x + radius, y + radius));
  }

  /**
   * Where the word goes, if there is room.
   *
   * @param gap between the point's centre and the word
   */
  Optional<Place> place(String word, double x, double y, double size, double gap) {
    double middle = (ASCENT - DESCENT) * size / 2; // from the middle of a letter to its base line
    List<Place> places =
        List.of(
            new Place(x + gap, y + middle, "start"),
            new Place(x - gap, y + middle, "end"),
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
    return size * word.codePoints().mapToDouble(c -> Character.isIdeographic(c) ? 1 : LETTER).sum();
  }
}
