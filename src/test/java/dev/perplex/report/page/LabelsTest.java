package dev.perplex.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LabelsTest {
  private static final double SIZE = 10;

  private static Optional<Labels.Place> place(Labels labels, String word, double x, double y) {
    return labels.place(word, new Svg.Spot(x, y), Labels.Side.RIGHT, SIZE, 6);
  }

  /** Four words at one point go right, left, above and below; the fifth is hidden. */
  @Test
  void aPointHasFourPlaces() {
    Labels labels = new Labels(200, 100);
    List<String> anchors = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      anchors.add(place(labels, "word", 100, 50).map(Labels.Place::anchor).orElse("hidden"));
    }
    assertThat(anchors).containsExactly("start", "end", "middle", "middle", "hidden");
  }

  @Test
  void theSideAskedForIsTriedFirst() {
    Optional<Labels.Place> left =
        new Labels(200, 100).place("word", new Svg.Spot(100, 50), Labels.Side.LEFT, SIZE, 5);
    assertThat(left).map(Labels.Place::anchor).hasValue("end");
    assertThat(left).map(Labels.Place::x).hasValue(95.0);
  }

  @Test
  void wordsStayInThePicture() {
    assertThat(place(new Labels(100, 50), "word", 98, 25))
        .map(Labels.Place::anchor)
        .hasValue("end");
    assertThat(place(new Labels(10, 50), "word", 5, 25)).isEmpty();
  }

  @Test
  void whatIsKeptFreeStaysFree() {
    Labels labels = new Labels(200, 100);
    labels.keepFree(new Svg.Spot(115, 50), 4);
    assertThat(place(labels, "word", 100, 50)).map(Labels.Place::anchor).hasValue("end");
  }

  /** Of many words no two meet, where a letter is half as wide as high. */
  @Test
  void noTwoWordsMeet() {
    SplittableRandom random = new SplittableRandom(5);
    Labels labels = new Labels(400, 400);
    List<double[]> boxes = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      String word = "n".repeat(2 + random.nextInt(8));
      double wide = 0.5 * SIZE * word.length();
      place(labels, word, random.nextDouble() * 400, random.nextDouble() * 400)
          .ifPresent(
              at -> {
                double left =
                    switch (at.anchor()) {
                      case "start" -> at.x();
                      case "end" -> at.x() - wide;
                      default -> at.x() - wide / 2;
                    };
                boxes.add(new double[] {left, at.y() - 0.7 * SIZE, left + wide, at.y()});
              });
    }
    assertThat(boxes).hasSizeBetween(150, 390);
    for (double[] one : boxes) {
      for (double[] other : boxes) {
        assertThat(
                one == other
                    || one[0] >= other[2]
                    || other[0] >= one[2]
                    || one[1] >= other[3]
                    || other[1] >= one[3])
            .isTrue();
      }
    }
  }
}
