package dev.perplex.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.registry.Event;
import dev.perplex.registry.Examples;
import dev.perplex.registry.Moves;
import dev.perplex.registry.Registry;
import dev.perplex.registry.Version;
import dev.perplex.report.History;
import dev.perplex.report.HistoryRun;
import dev.perplex.report.page.HistoryExample;
import dev.perplex.store.Location;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportHistoryTest {
  @TempDir Path storage;

  private ReportHistory history() {
    return new ReportHistory(Location.of(storage.toString(), new Configuration()));
  }

  private void report(String date, double factor) {
    try {
      Path folder = storage.resolve("reports").resolve(HistoryExample.run(date));
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("report.json"), HistoryExample.report(factor, "a1"));
      Files.writeString(folder.resolve("record.json"), HistoryExample.record(date));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void itShowsWhatLiesOnStorage() throws IOException {
    report("2026-11-14", 1.2);
    String page = history().write();
    assertThat(page).isEqualTo(storage.resolve("reports/index.html").toString());
    report("2026-11-21", 1);
    Files.createDirectories(storage.resolve("reports/old"));
    history().write();
    History read = history().read();
    assertThat(read.pipelines().get(0).runs())
        .extracting(HistoryRun::run)
        .containsExactly(HistoryExample.run("2026-11-14"), HistoryExample.run("2026-11-21"));
    assertThat(read.unread())
        .containsExactly("old: its report has no record of the run; made by an older version");
    assertThat(Path.of(page)).content().contains("2026-11-14", "2026-11-21").contains("old: its");
  }

  /** What can be read of a damaged registry may end with a champion of former times. */
  @Test
  void aDamagedRegistryGivesNoStandings() throws IOException {
    report("2026-11-14", 1);
    String run = HistoryExample.run("2026-11-14");
    Registry registry = Registry.of(Location.of(storage.toString(), new Configuration()), "sample");
    Version version = Examples.bare("v-1", run, "");
    Moves.move(
        registry,
        new Event.Draft(Event.Kind.PROMOTED, "ann", "why", run, version, "", "", List.of()));
    History.Pipeline whole = history().read().pipelines().get(0);
    assertThat(whole.runs().get(0).judgement().standing()).isEqualTo("champion");
    assertThat(whole.moves()).hasSize(1);
    Files.writeString(storage.resolve("registry/sample/events/000002-x.json"), "{");
    History.Pipeline damaged = history().read().pipelines().get(0);
    assertThat(damaged.runs().get(0).judgement()).isNull();
    assertThat(damaged.moves()).isEmpty();
    assertThat(history().read().unread()).singleElement().asString().contains("is damaged: ");
  }

  @Test
  void anEmptyStorageHasAnEmptyHistory() {
    assertThat(history().read().pipelines()).isEmpty();
  }

  /** Whoever writes last has seen the reports of all who wrote before. */
  @Test
  void runsThatEndTogetherAreAllThere() throws IOException {
    List<CompletableFuture<Void>> runs = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String date = "2026-11-" + (10 + i);
      runs.add(
          CompletableFuture.runAsync(
              () -> {
                report(date, 1);
                history().write();
              }));
    }
    CompletableFuture.allOf(runs.toArray(CompletableFuture[]::new)).join();
    String page = Files.readString(storage.resolve("reports/index.html"));
    for (int i = 0; i < 8; i++) {
      assertThat(page).contains(HistoryExample.run("2026-11-" + (10 + i)) + "/index.html");
    }
    assertThat(storage.resolve("reports").toFile().list()).hasSize(9);
  }
}
