package dev.perplex.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perplex.provenance.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The schemas and the records name the same fields, and the schemas require them all. */
class ReportSchemaTest {

  private static JsonNode schema(String name) throws IOException {
    try (InputStream in = Report.class.getResourceAsStream("/" + name)) {
      return Json.tree(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void theReportIsDescribed() throws IOException {
    assertDescribed(
        Json.tree((Object) ReportExample.report()), schema("report.schema.json"), "report");
  }

  @Test
  void theRecordIsDescribed() throws IOException {
    assertDescribed(
        Json.tree((Object) ReportExample.record()), schema("record.schema.json"), "record");
  }

  @Test
  void bothGoThereAndBackAsJson() {
    Report report = ReportExample.report();
    assertThat(Json.read(Json.pretty(report), Report.class)).isEqualTo(report);
    ReportRecord record = ReportExample.record();
    assertThat(Json.read(Json.pretty(record), ReportRecord.class)).isEqualTo(record);
  }

  /** That the check can fail: a field too many, a field too few, a wrong type. */
  @Test
  void whatIsNotDescribedIsFound() throws IOException {
    JsonNode schema = schema("report.schema.json");
    ObjectNode extra = Json.tree((Object) ReportExample.report()).deepCopy();
    ((ObjectNode) extra.path("models").get(1)).put("guess", 1);
    ObjectNode fewer = Json.tree((Object) ReportExample.report()).deepCopy();
    ((ObjectNode) fewer.path("bands").get(0).path("models").get(0)).remove("nats");
    ObjectNode wrong = Json.tree((Object) ReportExample.report()).deepCopy();
    ((ObjectNode) wrong.path("test")).putNull("tokens");
    for (JsonNode each : List.of(extra, fewer, wrong)) {
      assertThatThrownBy(() -> assertDescribed(each, schema, "report"))
          .isInstanceOf(AssertionError.class);
    }
  }

  private static void assertDescribed(JsonNode value, JsonNode schema, String place) {
    assertThat(schema.path("description").isTextual() || schema.has("const"))
        .as("%s has a description", place)
        .isTrue();
    List<String> types = new ArrayList<>();
    schema.path("type").forEach(each -> types.add(each.asText()));
    if (schema.path("type").isTextual()) {
      types.add(schema.path("type").asText());
    }
    assertThat(types).as(place).contains(type(value, types));
    if (schema.has("const")) {
      assertThat(value).as(place).isEqualTo(schema.get("const"));
    }
    if (schema.has("enum")) {
      assertThat(schema.get("enum")).as(place).contains(value);
    }
    if (value.isObject() && schema.has("properties")) {
      assertFields(value, schema, place);
    } else if (value.isObject() && schema.path("additionalProperties").isObject()) {
      value
          .fields()
          .forEachRemaining(
              each ->
                  assertDescribed(
                      each.getValue(),
                      schema.path("additionalProperties"),
                      place + "." + each.getKey()));
    } else if (value.isArray()) {
      value.forEach(each -> assertDescribed(each, schema.path("items"), place + "[]"));
    }
  }

  private static void assertFields(JsonNode value, JsonNode schema, String place) {
    List<String> fields = new ArrayList<>();
    value.fieldNames().forEachRemaining(fields::add);
    List<String> known = new ArrayList<>();
    schema.path("properties").fieldNames().forEachRemaining(known::add);
    List<String> required = new ArrayList<>();
    schema.path("required").forEach(each -> required.add(each.asText()));
    assertThat(known).as(place).containsExactlyInAnyOrderElementsOf(fields);
    assertThat(required).as(place).containsExactlyInAnyOrderElementsOf(fields);
    for (String field : fields) {
      assertDescribed(value.get(field), schema.path("properties").path(field), place + "." + field);
    }
  }

  /** The value's type; {@code number} holds whole numbers too. */
  private static String type(JsonNode value, List<String> allowed) {
    return switch (value.getNodeType()) {
      case OBJECT -> "object";
      case ARRAY -> "array";
      case STRING -> "string";
      case BOOLEAN -> "boolean";
      case NULL -> "null";
      case NUMBER -> value.isIntegralNumber() && allowed.contains("integer") ? "integer" : "number";
      default -> "nothing";
    };
  }
}
