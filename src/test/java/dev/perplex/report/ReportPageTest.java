package dev.perplex.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perplex.eval.Tally;
import dev.perplex.provenance.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportPageTest {
  private static final Tally UNIGRAM = new Tally(100, 10, 5, 100 * Math.log(50), 20, 10, 400, 410);
  private static final Tally LSTM = new Tally(100, 10, 5, 100 * Math.log(20), 15, 8, 400, 410);

  static Report report() {
    return new Report(
        Report.FORMAT,
        Report.VERSION,
        "sample",
        new Report.Corpus("c", "Tales & <tags>", "public domain"),
        List.of(new Report.SplitCounts("train", 9, 1000, 90, 70, 30, 4000, 4100)),
        72,
        Report.Test.of(7, LSTM, "starts anew at each document"),
        List.of(
            ModelScore.of("unigram", "relative frequencies", UNIGRAM),
            ModelScore.of("lstm", "best of 2 segments", LSTM)),
        List.of(
            new Report.CurvePoint(500, 0.5, 4.1, 4.0, Math.exp(4.0), 1000, false),
            new Report.CurvePoint(1000, 1.0, 3.1, 3.0, Math.exp(3.0), 1100, true)),
        Map.of("dog", List.of(new Report.Neighbour("cat", 0.75))),
        Map.of("train.rate", 0.002),
        List.of("A note."));
  }

  @Test
  void theVerdictComparesWithTheUnigram() {
    assertThat(report().verdict())
        .isEqualTo(
            "The LSTM reaches a test perplexity of 20.00 over 100 tokens, 0.40 of the unigram's"
                + " 50.00.");
  }

  @Test
  void thePageShowsTheNumbersOfTheReport() {
    String page = ReportPage.of(report());
    assertThat(page)
        .contains("20.00", "50.00", "cat (0.75)", "54.60", "<tr class=\"best\"><td>1,000</td>")
        .contains("Tales &amp; &lt;tags&gt;")
        .doesNotContain("<tags>", "NaN");
  }

  /** One file that opens offline: nothing is loaded from elsewhere. */
  @Test
  void thePageAsksForNothingElse() {
    assertThat(ReportPage.of(report()))
        .doesNotContain("http:", "https:", "src=", "@import", "url(");
  }

  @Test
  void theReportGoesThereAndBackAsJson() {
    assertThat(Json.read(Json.pretty(report()), Report.class)).isEqualTo(report());
  }

  /** The schema and the record name the same fields, and the schema requires them all. */
  @Test
  void theSchemaDescribesTheReport() throws IOException {
    JsonNode schema;
    try (InputStream in = ReportPage.class.getResourceAsStream("/report.schema.json")) {
      schema = Json.tree(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
    assertDescribed(Json.tree((Object) report()), schema, "report");
  }

  private static void assertDescribed(JsonNode value, JsonNode schema, String place) {
    if (value.isObject() && schema.has("properties")) {
      List<String> fields = new ArrayList<>();
      value.fieldNames().forEachRemaining(fields::add);
      List<String> known = new ArrayList<>();
      schema.path("properties").fieldNames().forEachRemaining(known::add);
      List<String> required = new ArrayList<>();
      schema.path("required").forEach(each -> required.add(each.asText()));
      assertThat(known).as(place).containsExactlyInAnyOrderElementsOf(fields);
      assertThat(required).as(place).containsExactlyInAnyOrderElementsOf(fields);
      for (String field : fields) {
        assertDescribed(
            value.get(field), schema.path("properties").path(field), place + "." + field);
      }
    } else if (value.isArray()) {
      for (Iterator<JsonNode> each = value.elements(); each.hasNext(); ) {
        assertDescribed(each.next(), schema.path("items"), place + "[]");
      }
    } else {
      assertThat(schema.path("type").asText() + schema.path("const"))
          .as(place)
          .satisfiesAnyOf(
              type ->
                  assertThat(type)
                      .startsWith("string")
                      .satisfies(t -> assertThat(value.isTextual()).isTrue()),
              type ->
                  assertThat(type)
                      .startsWith("integer")
                      .satisfies(t -> assertThat(value.isIntegralNumber()).isTrue()),
              type ->
                  assertThat(type)
                      .startsWith("number")
                      .satisfies(t -> assertThat(value.isNumber()).isTrue()),
              type ->
                  assertThat(type)
                      .startsWith("boolean")
                      .satisfies(t -> assertThat(value.isBoolean()).isTrue()),
              type -> assertThat(place).startsWith("report.settings").satisfies(t -> {}),
              type -> assertThat(place).startsWith("report.neighbours"));
    }
  }
}
