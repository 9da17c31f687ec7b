package dev.perplex.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
  @TempDir Path folder;

  private Location root() {
    return Location.of(folder.toString(), new Configuration());
  }

  @Test
  void eventsCanBeReadWhileTheRunGoesOn() {
    try (RunFolder run = RunFolder.of(root(), "run-1")) {
      run.event("started", Map.of("stage", "vocab"));
      run.event("progress", Map.of("done", 5));
      assertThat(RunFolder.of(root(), "run-1").events())
          .extracting(event -> String.valueOf(event.get("event")))
          .containsExactly("started", "progress");
    }
  }

  @Test
  void aLineCutShortByAKilledRunIsLeftOut() throws IOException {
    try (RunFolder run = RunFolder.of(root(), "run-1")) {
      run.event("started", Map.of());
    }
    try (var files = Files.list(folder.resolve("runs/run-1/events"))) {
      Files.writeString(
          files.findFirst().orElseThrow(), "{\"event\":\"prog", StandardOpenOption.APPEND);
    }
    assertThat(RunFolder.of(root(), "run-1").events()).hasSize(1);
  }

  @Test
  void aRunWithoutAResultIsNotFinished() {
    try (RunFolder run = RunFolder.of(root(), "run-1")) {
      run.writeRun(Map.of("id", "run-1"));
      assertThat(run.exists()).isTrue();
      assertThat(run.isFinished()).isFalse();
      assertThatThrownBy(run::result).hasMessageContaining("perplex status");
      run.writeResult(Map.of("verdict", "done"));
      assertThat(run.result().get("verdict")).isEqualTo("done");
      assertThat(RunFolder.ids(root())).containsExactly("run-1");
    }
  }

  /** Its owner looked at its lease, was stopped, and wrote when another had taken over. */
  @Test
  void theResultOfAnOwnerThatWasTakenOverIsNone() throws IOException {
    RunFolder run = RunFolder.of(root(), "run-1");
    run.writeResult(Map.of("verdict", "done", "epoch", 3, "stages", Map.of("vocab", "x")));
    Path lease = Files.createDirectory(folder.resolve("runs/run-1/lease"));
    Path released = Files.createFile(lease.resolve("00000003.released"));
    assertThat(run.isFinished()).isTrue();
    assertThat(run.isOwned()).isFalse();
    Files.createFile(lease.resolve("00000004-b-1000.claim"));
    assertThat(run.isFinished()).as("nobody has owned it since").isTrue();
    Files.createFile(lease.resolve("00000004-b-0.beat"));
    assertThat(run.isFinished()).isFalse();
    assertThat(run.isOwned()).isTrue();
    assertThat(run.stages()).isEmpty();
    assertThat(run.notedStages()).as("what is made is made").containsKey("vocab");
    Files.delete(lease.resolve("00000004-b-1000.claim"));
    Files.delete(lease.resolve("00000004-b-0.beat"));
    Files.move(released, lease.resolve("00000004.released"));
    assertThat(run.isFinished()).isFalse();
    run.writeResult(Map.of("verdict", "done", "epoch", 4));
    assertThat(run.isFinished()).isTrue();
  }
}
