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

  private static final VectorReport VECTORS =
      new VectorReport(
          List.of(
              new VectorScore(
                  "questions.txt",
                  VectorScore.Kind.ANALOGY,
                  List.of(
                      new VectorScore.Section("family", 3, 12, 20),
                      new VectorScore.Section("plural", 0, 0, 30)),
                  null,
                  12,
                  50),
              new VectorScore(
                  "rated.tsv", VectorScore.Kind.SIMILARITY, List.of(), 0.4567, 80, 100)),
          List.of(
              new TrainingRound(1000, 4.5, 4.25, 0.025, 250_000.0),
              new TrainingRound(2000, 3.5, null, 0.0125, null)),
          new WordPairs(
              4,
              3,
              List.of("<b>"),
              List.of(pair("france", 0, "paris"), pair("italy", 1, "rome"), pair("old", 2, "a<b")),
              0.75,
              0.125,
              0.375),
          new WordMap(
              20,
              30,
              1000,
              1.25,
              12,
              0.9375,
              List.of(new WordPoint("dog", -10, 20), new WordPoint("R&B", 12.3456, -7))));

  /** What a run without vectors' records and with a vocabulary of other words has. */
  private static final VectorReport NOTHING =
      new VectorReport(
          List.of(),
          List.of(),
          new WordPairs(11, 1, List.of("china"), List.of(), 0, 0, 0),
          new WordMap(0, 0, 0, 0, 0, 0, List.of()));

  private static WordPairs.Pair pair(String first, double x, String second) {
    return new WordPairs.Pair(new WordPoint(first, x, 0), new WordPoint(second, x + 0.5, 2));
  }

  static Report report() {
    return report(VECTORS);
  }

  private static Report report(VectorReport vectors) {
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
        vectors,
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

  @Test
  void thePageShowsTheScoresOfTheVectors() {
    assertThat(ReportPage.of(report()))
        .contains(
            "<tr class=\"best\"><td>questions.txt</td><td>25.0 %</td><td>3</td><td>12</td>"
                + "<td>50</td></tr>")
        .contains("<tr><td>plural</td><td>–</td><td>0</td><td>0</td><td>30</td></tr>")
        .contains("<tr><td>rated.tsv</td><td>0.457</td><td>80</td><td>100</td></tr>");
  }

  @Test
  void thePageShowsTheTrainingOfTheVectors() {
    assertThat(ReportPage.of(report()))
        .contains("held out: 4.2500 at 1,000 tokens", "training: 3.5000 at 2,000 tokens")
        .contains("<td>2,000</td><td>3.5000</td><td>–</td><td>0.012500</td><td>–</td>")
        .containsPattern("<polyline class=\"strong\" points=\"[0-9.]+,[0-9.]+\"/>");
  }

  @Test
  void thePageDrawsThePictures() {
    String page = ReportPage.of(report());
    assertThat(page)
        .contains("3 of 4 pairs are known. Words without a vector: &lt;b&gt;.")
        .contains("75 % and 13 % of the variance", "differences is 0.38")
        .contains(">paris</text>", ">a&lt;b</text>", "<title>R&amp;B</title>", ">dog</text>")
        .contains("<td>old</td><td>2.0000</td><td>0.0000</td><td>a&lt;b</td>")
        .contains("<td>R&amp;B</td><td>12.3456</td><td>-7.0000</td>")
        .contains("2 words by t-SNE", "divergence 1.250", "12 nearest: 0.938");
    // Four pictures (learning curve, pairs, map, training), each with words for who cannot see it.
    assertThat(page.split("<svg role=\"img\" aria-label=\"[^\"]{20,}\"", -1)).hasSize(5);
    assertThat(page.split("<line class=\"join\"", -1)).hasSize(4);
  }

  /** What the run has not, the page does not speak of; missing words it does. */
  @Test
  void aRunWithoutRecordsHasAPageToo() {
    String page = ReportPage.of(report(NOTHING));
    assertThat(page)
        .contains(
            "1 of 11 pairs are known. Words without a vector: china. A picture needs 3;"
                + " report.pca-words names other words to draw.")
        .doesNotContain("Analogies", "Similarity", "Map of", "Training of", "class=\"join\"")
        .doesNotContain("NaN", "null");
    assertThat(Json.read(Json.pretty(report(NOTHING)), Report.class)).isEqualTo(report(NOTHING));
  }

  /** Browsers read a page with unbalanced tags, and show it wrongly. */
  @Test
  void everyTagIsClosed() {
    String page = ReportPage.of(report());
    for (String tag : List.of("svg", "figure", "details", "table", "text", "circle", "title")) {
      assertThat(page.split("<" + tag + "[ >]", -1))
          .as(tag)
          .hasSameSizeAs(page.split("</" + tag + ">", -1));
    }
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
    } else if (schema.path("type").isArray()) {
      assertThat(schema.path("type").toString()).as(place).isEqualTo("[\"number\",\"null\"]");
      assertThat(value.isNumber() || value.isNull()).as(place).isTrue();
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
