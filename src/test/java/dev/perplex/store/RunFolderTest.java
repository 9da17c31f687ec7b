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
}
