package dev.perplex.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perplex.provenance.Json;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LineChartTest {
  private static final JsonNode DATA =
      Json.tree(
          "{\"a\": {\"rows\": ["
              + "{\"t\": 0, \"one\": 1, \"upper\": 1, \"best\": true},"
              + "{\"t\": 5, \"one\": null, \"upper\": 2, \"best\": false},"
              + "{\"t\": 10, \"one\": 3, \"upper\": 3.01, \"best\": true,"
              + " \"models\": [{\"model\": \"x\", \"loss\": 7}]}]}}");

  private static LineChart chart() {
    return LineChart.numbers("both", "a/rows", "t", "tokens", "loss")
        .line("one", "one", 0)
        .line("upper", "upper", 2);
  }

  private static List<Double> all(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(each -> Double.valueOf(each.group(1)))
        .toList();
  }

  /** Two lines that end near each other have their names in the lines' order. */
  @Test
  void namesDoNotCoverEachOther() {
    String figure = chart().figure(DATA, "Caption.");
    List<Double> heights = all("class=\"name\" x=\"[0-9.]+\" y=\"([0-9.]+)\"", figure);
    assertThat(figure.indexOf(">upper<")).as("from the top").isLessThan(figure.indexOf(">one<"));
    assertThat(heights).hasSize(2);
    assertThat(heights.get(1) - heights.get(0)).isGreaterThanOrEqualTo(16);
  }

  @Test
  void aPointWithoutANumberIsLeftOut() {
    String figure = chart().figure(DATA, "Caption.");
    assertThat(figure.split("class=\"s0 point\"", -1)).hasSize(3);
    assertThat(figure.split("class=\"s2 point\"", -1)).hasSize(4);
  }

  @Test
  void ringsGoRoundTheLastLine() {
    String figure = chart().marked("best").figure(DATA, "Caption.");
    List<Double> rings = all("class=\"marked\" cx=\"[0-9.]+\" cy=\"([0-9.]+)\"", figure);
    List<Double> points = all("class=\"s2 point\" cx=\"[0-9.]+\" cy=\"([0-9.]+)\"", figure);
    assertThat(rings).containsExactly(points.get(0), points.get(2));
  }

  @Test
  void aNumberMayStandInAListByModel() {
    JsonNode row = DATA.path("a").path("rows").get(2);
    assertThat(LineChart.number(row, List.of("models", "x", "loss"))).hasValue(7);
    assertThat(LineChart.number(row, List.of("models", "y", "loss"))).isEmpty();
    assertThat(LineChart.number(row, "none")).isEmpty();
    assertThat(chart().hasData(DATA)).isTrue();
    assertThat(LineChart.numbers("n", "a/none", "t", "", "").line("one", "one", 0).hasData(DATA))
        .isFalse();
  }

  /**
   * A decade is as long as the next; ticks are 1, 2, 5, or even steps within less than a decade.
   */
  @Test
  void ratiosHaveRoundTicks() {
    Axis wide = Axis.ratios(new double[] {12, 900});
    assertThat(wide.ticks())
        .extracting(Axis.Tick::words)
        .containsExactly("20", "50", "100", "200", "500");
    assertThat(wide.part(120) - wide.part(12)).isCloseTo(wide.part(900) - wide.part(90), within());
    assertThat(Axis.ratios(new double[] {83, 97}).ticks())
        .extracting(Axis.Tick::words)
        .contains("80", "90", "100");
    assertThat(Axis.ratios(new double[] {1, 1e7}).ticks()).hasSize(8);
  }

  private static org.assertj.core.data.Offset<Double> within() {
    return org.assertj.core.data.Offset.offset(1e-12);
  }

  @Test
  void daysAreWrittenAtBothEnds() {
    Axis days = Axis.days(new double[] {1793404800, 1795219200});
    assertThat(days.ticks())
        .extracting(Axis.Tick::words)
        .containsExactly("2026-10-31", "2026-11-21");
    assertThat(Axis.days(new double[] {1793404800, 1793404800}).ticks()).hasSize(1);
  }

  @Test
  void stepsStandAtEqualDistances() {
    Axis steps = Axis.steps(List.of("a", "b", "c"));
    assertThat(steps.part(1)).isEqualTo(0.5);
    assertThat(steps.part(0)).isBetween(0.0, 0.2);
  }
}
