package dev.perplex.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.provenance.Json;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EventTest {
  private static final String ID = "000001-20261121T100000000Z-0a1b2c3d";

  /** Written before versions noted state and row, sealed by a program of its own. */
  private static final String OLD =
      """
      {
        "after": "",
        "against": "",
        "at": "2026-11-21T10:00:00Z",
        "by": "ann",
        "decision": "d1",
        "format": "perplex-event",
        "format-version": 1,
        "gates": [],
        "id": "000001-20261121T100000000Z-0a1b2c3d",
        "kind": "PROMOTED",
        "run": "run-1",
        "seal": "607fa1e4774d72cda7500f51477eeeb376b7c98ea1c60477212b6d7cdb145a69",
        "sequence": 1,
        "version": {
          "artefacts": [
            {
              "content": "c",
              "folder": "artefacts/train/f",
              "stage": "train"
            }
          ],
          "bands": [
            {
              "label": "10-99",
              "perplexity": 300.0,
              "tokens": 500
            }
          ],
          "data": null,
          "date": "",
          "evaluation": {
            "bytes": 6000,
            "documents": 50,
            "text-sha256": "e1",
            "tokens": 1000,
            "tokens-sha256": "a1"
          },
          "id": "v-1",
          "made": "2026-11-21T09:30:00Z",
          "report": "reports/run-1/index.html",
          "run": "run-1",
          "scores": [
            {
              "bits-per-byte": 1.25,
              "model": "lstm",
              "perplexity": 90.5,
              "title": "LSTM"
            }
          ],
          "vectors": []
        },
        "why": "better"
      }
      """;

  @Test
  void whatAnOlderPerplexWroteIsRead() {
    Version version = Event.parse(ID, OLD).version();
    assertThat(version.evaluation().state()).isNull();
    assertThat(version.judged()).isNull();
    assertThat(version.bands("lstm+ngram")).isEqualTo(version.bands()).hasSize(1);
    assertThat(version.evaluation().isSame(version.evaluation())).isTrue();
  }

  @Test
  void whatAnotherHasChangedIsDamaged() {
    String[] changed = {
      OLD.replace("90.5", "80.5"),
      OLD.replace("\"bytes\"", "\"octets\""),
      OLD.replace("\"tokens\": 1000", "\"tokens\": 1000, \"state\": \"carried\"")
    };
    for (String text : changed) {
      assertThat(text).isNotEqualTo(OLD);
      assertThatThrownBy(() -> Event.parse(ID, text)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** A seal is of the line with its keys sorted, as every Perplex writes it. */
  @Test
  void linesHaveTheirKeysSorted() {
    Registry registry = new Registry("p", new MemoryEvents(), null, Clock.systemUTC());
    Event event = registry.note(Examples.refusal(Examples.version("v-1")), registry.read());
    String line = Json.line(event);
    Map<?, ?> read = Json.read(line, Map.class);
    assertThat(Json.line(new TreeMap<Object, Object>(read))).isEqualTo(line);
    assertThat(Event.parse(event.id(), event.text())).isEqualTo(event);
  }
}
