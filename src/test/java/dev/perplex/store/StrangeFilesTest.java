package dev.perplex.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.provenance.Fingerprint;
import dev.perplex.provenance.PerplexException;
import dev.perplex.provenance.RunRecord;
import dev.perplex.provenance.Stage;
import dev.perplex.strangers.StrangeFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies on storage, by strangers. */
class StrangeFilesTest {
  private static final Fingerprint FINGERPRINT = new Fingerprint("0123456789abcdef");
  private static final RunRecord RECORD =
      new RunRecord("run", Map.of(), Map.of(), Map.of(), Map.of(), "now", 0);

  @TempDir Path folder;

  private Location root() {
    return Location.of(folder.toString(), new Configuration());
  }

  private static Artefact publish(ArtefactStore store) throws IOException {
    ArtefactWriter writer = store.attempt(Stage.VOCAB, FINGERPRINT);
    TableWriter table = new TableWriter(Tables.TOKENS, writer.part("train/part-00000.parquet"));
    try (table) {
      for (int i = 0; i < 50; i++) {
        table.write("doc-" + i, List.of("a", "b" + i % 7, "c"), (long) i, 10L * i);
      }
    }
    return writer.publish(List.of(table.finished(Map.of())), Map.of("tokens", 150L), RECORD);
  }

  @Test
  void manifestsAreReadOrRefused() throws IOException {
    ArtefactStore store = new ArtefactStore(root());
    Artefact artefact = publish(store);
    Path manifest = Path.of(artefact.folder().child("manifest-00000000.json").path().toUri());
    StrangeFiles.meet(
        "manifest",
        bytes -> {
          Files.write(manifest, bytes);
          Optional<Artefact> found = store.find(Stage.VOCAB, FINGERPRINT);
          found.ifPresent(each -> each.files("", "").forEach(each::location));
        },
        Files.readAllBytes(manifest));
  }

  @Test
  void anAttemptThatLeavesTheArtefactIsRefused() {
    for (String attempt : List.of("../../../etc", "/etc", "file:/etc", "")) {
      String text =
          dev.perplex.provenance.Json.pretty(
              Manifest.sealed("vocab", FINGERPRINT.hex(), attempt, List.of(), Map.of(), RECORD));
      assertThatThrownBy(() -> Manifest.parse(text, root()))
          .isInstanceOf(PerplexException.class)
          .hasMessageContaining("lies outside the artefact");
    }
  }

  @Test
  void partsOfTokensAreReadOrRefused() throws IOException {
    Artefact artefact = publish(new ArtefactStore(root()));
    PartFile part = artefact.file("train/part-00000.parquet");
    Path file = folder.resolve("strange.parquet");
    StrangeFiles.meet(
        "Parquet",
        bytes -> {
          Files.write(file, bytes);
          PartFile as =
              new PartFile(
                  part.name(), "x", bytes.length, Fingerprint.sha256(bytes), part.counts());
          try (TableReader rows =
              new TableReader(Tables.TOKENS, root().child("strange.parquet"), as)) {
            rows.forEachRemaining(row -> assertThat((List<?>) row[1]).isNotNull());
          }
        },
        artefact.read("train/part-00000.parquet"));
  }

  @Test
  void runFoldersAreReadOrRefused() throws IOException {
    RunFolder run = RunFolder.of(root(), "run-1");
    run.writeRun(Map.of("id", "run-1", "noted", Map.of("start", Map.of("a", 1))));
    run.event("started", Map.of("stage", "vocab", "why", "first"));
    run.writeResult(Map.of("epoch", 1, "verdict", "done", "stages", Map.of("vocab", Map.of())));
    Path place = folder.resolve("runs/run-1");
    for (String name : List.of("run.json", "result.json")) {
      byte[] good = Files.readAllBytes(place.resolve(name));
      StrangeFiles.meet(
          name,
          bytes -> {
            Files.write(place.resolve(name), bytes);
            run.noted();
            run.stages();
            run.isFinished();
            run.run();
            run.result();
          },
          good);
      Files.write(place.resolve(name), good);
    }
    Path events;
    try (var files = Files.list(place.resolve("events"))) {
      events = files.findFirst().orElseThrow();
    }
    byte[] good = Files.readAllBytes(events);
    StrangeFiles.meetUnrefused(
        "events",
        bytes -> {
          Files.write(events, bytes);
          run.events();
        },
        good);
  }

  @Test
  void namesInALeaseAreReadOrPassedOver() {
    StrangeFiles.meetUnrefused(
        "names of a lease",
        bytes -> {
          String name = new String(bytes, StandardCharsets.ISO_8859_1);
          LeaseView view = new LeaseView(List.of(name, "00000001-a-0.beat"));
          view.highest();
          view.owner();
        },
        "00000001-0a1b2c3d-60000.claim".getBytes(StandardCharsets.ISO_8859_1),
        "00000001-0a1b2c3d-1.beat".getBytes(StandardCharsets.ISO_8859_1),
        "00000001.released".getBytes(StandardCharsets.ISO_8859_1));
  }
}
