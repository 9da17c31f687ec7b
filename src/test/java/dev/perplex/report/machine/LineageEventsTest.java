package dev.perplex.report.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perplex.provenance.Json;
import dev.perplex.report.ReportExample;
import dev.perplex.report.ReportRecord;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against what OpenLineage 2-0-2 and its facets require. */
class LineageEventsTest {
  /** Fields that the schemas of the standard facets require, beside those of any facet. */
  private static final Map<String, List<String>> FACETS =
      Map.of(
          "ParentRunFacet", List.of("run", "job"),
          "ProcessingEngineRunFacet", List.of("version"),
          "NominalTimeRunFacet", List.of("nominalStartTime"),
          "JobTypeJobFacet", List.of("processingType", "integration"),
          "DocumentationJobFacet", List.of("description"),
          "DocumentationDatasetFacet", List.of("description"),
          "DatasetVersionDatasetFacet", List.of("datasetVersion"));

  private static List<JsonNode> events(ReportRecord record) {
    return LineageEvents.of(ReportExample.report(), record).lines().map(Json::tree).toList();
  }

  /** The example's run made the last stage alone; here is one that made all. */
  private static ReportRecord whole() {
    List<ReportRecord.StageRecord> stages = new ArrayList<>();
    int minute = 30;
    for (ReportRecord.StageRecord each : ReportExample.record().stages()) {
      stages.add(
          stage(each, each.artefact(), "2026-11-21T09:" + minute++ + ":00Z", each.inputs(), false));
    }
    return with(stages, "");
  }

  private static ReportRecord.StageRecord stage(
      ReportRecord.StageRecord of,
      String artefact,
      String started,
      Map<String, String> inputs,
      boolean skipped) {
    return new ReportRecord.StageRecord(
        of.stage(),
        artefact,
        of.fingerprint(),
        of.content(),
        of.madeBy(),
        skipped,
        started,
        of.seconds(),
        inputs,
        of.counts(),
        of.versions(),
        of.machine());
  }

  private static ReportRecord with(List<ReportRecord.StageRecord> stages, String date) {
    ReportRecord one = ReportExample.record();
    return new ReportRecord(
        one.format(),
        one.version(),
        one.run(),
        one.pipeline(),
        date,
        one.made(),
        one.verdict(),
        stages,
        one.earlier());
  }

  @Test
  void eachEventHasWhatTheSpecificationRequires() {
    List<JsonNode> all = new ArrayList<>(events(ReportExample.record()));
    all.addAll(events(whole()));
    all.forEach(LineageEventsTest::assertValid);
  }

  @Test
  void eachRunStartsOnceAndThenEndsOnce() {
    for (ReportRecord record : List.of(ReportExample.record(), whole())) {
      Map<String, List<JsonNode>> runs = new TreeMap<>();
      for (JsonNode event : events(record)) {
        runs.computeIfAbsent(event.at("/run/runId").asText(), id -> new ArrayList<>()).add(event);
      }
      assertThat(runs)
          .hasSize(1 + (int) record.stages().stream().filter(stage -> !stage.skipped()).count());
      runs.values()
          .forEach(
              pair -> {
                assertThat(pair)
                    .extracting(event -> event.path("eventType").asText())
                    .containsExactly("START", "COMPLETE");
                assertThat(time(pair.get(0))).isBeforeOrEqualTo(time(pair.get(1)));
                assertThat(pair.get(0).path("job")).isEqualTo(pair.get(1).path("job"));
              });
    }
  }

  @Test
  void aStageReadsWhatOthersWroteAndIsPartOfThePipeline() {
    List<JsonNode> events = events(whole());
    assertThat(events).hasSize(2 + 2 * 6);
    assertThat(events.get(1).at("/job/name").asText()).isEqualTo("sample.prepare");
    assertThat(events.get(1).at("/inputs/0/name").asText()).isEqualTo("corpus/c");
    JsonNode prepared = events.get(2).at("/outputs/0");
    assertThat(prepared.path("namespace").asText()).isEqualTo("file");
    assertThat(prepared.path("name").asText())
        .isEqualTo("/storage/artefacts/prepare/0123456789abcdef");
    assertThat(prepared.at("/facets/version/datasetVersion").asText()).isEqualTo("f6".repeat(32));
    assertThat(events.get(4).at("/inputs/0")).isEqualTo(prepared);
    assertThat(events.get(4).at("/run/facets/parent/run/runId"))
        .isEqualTo(events.get(0).at("/run/runId"));
    JsonNode last = events.get(events.size() - 2);
    assertThat(last.at("/run/facets/perplex_test/perplexity/lstm").asDouble())
        .isEqualTo(ReportExample.report().score("lstm").perplexity());
    assertThat(events.get(events.size() - 1).path("outputs")).isEqualTo(last.path("outputs"));
  }

  @Test
  void whatWasFoundFinishedIsAnInputOfThePipeline() {
    List<JsonNode> events = events(ReportExample.record());
    assertThat(events).hasSize(4);
    assertThat(events.get(0).path("inputs")).hasSize(5);
    assertThat(events.get(0).at("/run/facets/nominalTime/nominalStartTime").asText())
        .isEqualTo("2026-11-21T00:00:00Z");
    assertThat(events(whole()).get(0).at("/run/facets/nominalTime").isMissingNode()).isTrue();
  }

  /**
   * What a date may be followed by (an hour, a number of the day) is part of the run's id alone.
   */
  @ParameterizedTest
  @ValueSource(strings = {"2026-11-21", "2026-11-21T06", "2026-11-21-b", "2026-11-21T06.30+01"})
  void aRunsTimeIsTheDayOfItsDate(String date) {
    List<JsonNode> events = events(with(ReportExample.record().stages(), date));
    events.forEach(LineageEventsTest::assertValid);
    String time = events.get(0).at("/run/facets/nominalTime/nominalStartTime").asText();
    assertThat(Instant.parse(time)).isEqualTo(Instant.parse("2026-11-21T00:00:00Z"));
  }

  @Test
  void placesAreNamedByFileSystemAndPath() {
    Map<String, String> names =
        Map.of(
            "hdfs://namenode:8020/p/a b", "hdfs://namenode:8020 /p/a b",
            "s3a://bucket/p/x", "s3://bucket p/x",
            "/p/x", "file /p/x");
    names.forEach(
        (place, name) -> {
          ReportRecord.StageRecord one = ReportExample.record().stages().get(5);
          ReportRecord record =
              with(List.of(stage(one, place, one.started(), Map.of(), false)), "");
          JsonNode dataset = events(record).get(3).at("/outputs/0");
          assertThat(dataset.path("namespace").asText() + " " + dataset.path("name").asText())
              .isEqualTo(name);
        });
  }

  @Test
  void theSameRunHasTheSameEvents() {
    assertThat(events(whole())).isEqualTo(events(whole()));
  }

  /** That the check can fail. */
  @Test
  void anEventThatLacksSomethingIsFound() {
    JsonNode event = events(whole()).get(2);
    for (String[] lost :
        new String[][] {
          {"", "eventTime"},
          {"", "producer"},
          {"/run", "runId"},
          {"/job", "namespace"},
          {"/outputs/0", "name"},
          {"/outputs/0/facets/version", "_schemaURL"},
          {"/outputs/0/facets/version", "datasetVersion"},
          {"/run/facets/parent", "job"}
        }) {
      JsonNode copy = event.deepCopy();
      ((ObjectNode) copy.at(lost[0])).remove(lost[1]);
      assertThatThrownBy(() -> assertValid(copy)).as(lost[1]).isInstanceOf(AssertionError.class);
    }
  }

  private static Instant time(JsonNode event) {
    return Instant.parse(event.path("eventTime").asText());
  }

  private static void assertValid(JsonNode event) {
    assertFields(event, "eventTime", "producer", "schemaURL", "run", "job", "eventType");
    assertThat(time(event)).isAfter(Instant.EPOCH);
    assertUri(event.path("producer"));
    assertThat(event.path("schemaURL").asText())
        .isEqualTo("https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent");
    assertThat(event.path("eventType").asText())
        .isIn("START", "RUNNING", "COMPLETE", "ABORT", "FAIL", "OTHER");
    assertFields(event.path("run"), "runId");
    assertThat(UUID.fromString(event.at("/run/runId").asText())).isNotNull();
    assertFields(event.path("job"), "namespace", "name");
    assertFacets(event.at("/run/facets"));
    assertFacets(event.at("/job/facets"));
    for (String side : List.of("inputs", "outputs")) {
      assertThat(event.path(side).isArray()).isTrue();
      for (JsonNode dataset : event.path(side)) {
        assertFields(dataset, "namespace", "name");
        assertFacets(dataset.path("facets"));
      }
    }
  }

  private static void assertFacets(JsonNode facets) {
    for (JsonNode facet : facets) {
      assertFields(facet, "_producer", "_schemaURL");
      assertUri(facet.path("_producer"));
      assertUri(facet.path("_schemaURL"));
      String schema = facet.path("_schemaURL").asText();
      List<String> required = FACETS.get(schema.substring(schema.lastIndexOf('/') + 1));
      if (required == null) {
        assertThat(schema).startsWith("https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/");
      } else {
        assertFields(facet, required.toArray(String[]::new));
      }
    }
  }

  private static void assertFields(JsonNode node, String... names) {
    for (String name : names) {
      assertThat(node.has(name) && !node.path(name).isNull()).as("%s in %s", name, node).isTrue();
      if (node.path(name).isTextual()) {
        assertThat(node.path(name).asText()).as(name).isNotBlank();
      }
    }
  }

  /** The specification's format {@code uri}: absolute. */
  private static void assertUri(JsonNode text) {
    assertThat(URI.create(text.asText()).isAbsolute()).isTrue();
  }
}
