package dev.perplex.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CurvesTest {
  @Test
  void ticksAreRoundNumbersAroundTheData() {
    assertThat(Curves.Span.of(new double[] {2.39, 4.1}).ticks())
        .containsExactly(2.0, 2.5, 3.0, 3.5, 4.0, 4.5);
    assertThat(Curves.Span.of(new double[] {82_000, 8_200_000}).ticks())
        .containsExactly(0.0, 2e6, 4e6, 6e6, 8e6, 1e7);
  }

  @Test
  void oneNumberHasASpanToo() {
    for (double number : new double[] {0, 3, -2, 1e-9, 5e7}) {
      Curves.Span span = Curves.Span.of(new double[] {number});
      assertThat(span.part(number)).isBetween(0.0, 1.0);
      assertThat(span.ticks()).hasSizeBetween(2, 12);
    }
  }

  @Test
  void numbersAreShort() {
    assertThat(Curves.Span.words(2_000_000)).isEqualTo("2M");
    assertThat(Curves.Span.words(12_500)).isEqualTo("12.5k");
    assertThat(Curves.Span.words(0.25)).isEqualTo("0.25");
    assertThat(Curves.Span.words(100)).isEqualTo("100");
    assertThat(Curves.Span.words(0)).isEqualTo("0");
  }

  /** Two lines that end near each other have their names in the lines' order. */
  @Test
  void namesDoNotCoverEachOther() {
    List<Svg.Spot> points = List.of(new Svg.Spot(0, 1), new Svg.Spot(10, 3));
    List<Svg.Spot> higher = List.of(new Svg.Spot(0, 1), new Svg.Spot(10, 3.01));
    String figure =
        Curves.figure(
            "both",
            "Caption.",
            "tokens",
            "loss",
            List.of(
                new Curves.Curve("one", "quiet", points),
                new Curves.Curve("upper", "strong", higher)));
    List<Double> heights =
        java.util.regex.Pattern.compile("class=\"name\" x=\"[0-9.]+\" y=\"([0-9.]+)\"")
            .matcher(figure)
            .results()
            .map(each -> Double.valueOf(each.group(1)))
            .toList();
    assertThat(figure.indexOf(">upper<")).as("from the top").isLessThan(figure.indexOf(">one<"));
    assertThat(heights).hasSize(2);
    assertThat(heights.get(1) - heights.get(0)).isGreaterThanOrEqualTo(16);
  }
}
