package dev.perplex.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpanTest {
  @Test
  void ticksAreRoundNumbersAroundTheData() {
    assertThat(Span.of(new double[] {2.39, 4.1}).ticks())
        .containsExactly(2.0, 2.5, 3.0, 3.5, 4.0, 4.5);
    assertThat(Span.of(new double[] {82_000, 8_200_000}).ticks())
        .containsExactly(0.0, 2e6, 4e6, 6e6, 8e6, 1e7);
  }

  @Test
  void oneNumberHasASpanToo() {
    for (double number : new double[] {0, 3, -2, 1e-9, 5e7}) {
      Span span = Span.of(new double[] {number});
      assertThat(span.part(number)).isBetween(0.0, 1.0);
      assertThat(span.ticks()).hasSizeBetween(2, 12);
    }
  }

  @Test
  void numbersAreShort() {
    assertThat(Span.words(2_000_000)).isEqualTo("2M");
    assertThat(Span.words(12_500)).isEqualTo("12.5k");
    assertThat(Span.words(0.25)).isEqualTo("0.25");
    assertThat(Span.words(100)).isEqualTo("100");
    assertThat(Span.words(0)).isEqualTo("0");
  }
}
