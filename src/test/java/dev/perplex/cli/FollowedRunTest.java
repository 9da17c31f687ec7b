package dev.perplex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.cli.FollowedRun.State;
import dev.perplex.job.RunListener;
import dev.perplex.provenance.Stage;
import dev.perplex.store.Claimant;
import dev.perplex.store.Lease;
import dev.perplex.store.LeaseSettings;
import dev.perplex.store.Location;
import dev.perplex.store.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FollowedRunTest {
  @TempDir Path folder;
  private final Told told = new Told();
  private RunFolder run;
  private Claimant driver;

  @BeforeEach
  void begin() {
    run = RunFolder.of(Location.of(folder.toString(), new Configuration()), "r");
    driver = new Claimant(new LeaseSettings(LeaseSettings.OnLive.LEAVE, 30, 5), () -> {});
  }

  @AfterEach
  void end() {
    driver.close();
    run.close();
  }

  private FollowedRun follow() {
    RunFolder elsewhere = RunFolder.of(Location.of(folder.toString(), new Configuration()), "r");
    return new FollowedRun(elsewhere, told);
  }

  @Test
  void whatTheRunDoesIsToldAsItComesAndTheResultEndsIt() {
    try (Lease lease = run.lease(driver, note -> {})) {
      run.event("started", Map.of("stage", "vocab", "why", "new"));
      run.event("progress", Map.of("stage", "vocab", "done", 5, "total", 10, "unit", "tokens"));
      FollowedRun followed = follow();
      assertThat(followed.look()).isEqualTo(State.RUNNING);
      assertThat(told.lines)
          .as("the past, without its progress")
          .containsExactly("started vocab new");
      told.lines.clear();
      assertThat(followed.look()).isEqualTo(State.RUNNING);
      assertThat(told.lines).isEmpty();
      run.event("progress", Map.of("stage", "vocab", "done", 7, "total", 10, "unit", "tokens"));
      run.event("note", Map.of("stage", "vocab", "text", "a note"));
      run.event("unheard-of", Map.of("stage", "vocab"));
      run.event("note", Map.of("stage", "later-than-this-perplex", "text", "?"));
      run.event("finished", Map.of("stage", "vocab", "summary", "10 words", "seconds", 2.5));
      run.event("skipped", Map.of("stage", "word2vec", "why", "made before"));
      run.writeResult(Map.of("verdict", "done", "epoch", lease.epoch()));
      assertThat(followed.look()).isEqualTo(State.ENDED);
      assertThat(told.lines)
          .containsExactly(
              "progress vocab 7/10 tokens",
              "note vocab a note",
              "finished vocab 10 words 2.5",
              "skipped word2vec made before");
    }
  }

  @Test
  void aDriverThatGaveUpEndsItWithoutAResult() {
    run.lease(driver, note -> {}).close();
    assertThat(follow().look()).isEqualTo(State.STOPPED);
  }

  /** Its claim says that it may be silent for a hundredth of a second. */
  @Test
  void aDriverThatWasKilledIsSilentAfterTheLengthOfItsLease() throws IOException {
    Path lease = Files.createDirectories(folder.resolve("runs/r/lease"));
    Files.createFile(lease.resolve("00000003-killed-10.claim"));
    Files.createFile(lease.resolve("00000003-killed-4.beat"));
    FollowedRun followed = follow();
    State state = followed.look();
    assertThat(state).isEqualTo(State.RUNNING);
    long began = System.nanoTime();
    while (state == State.RUNNING) {
      state = followed.look();
    }
    assertThat(state).isEqualTo(State.SILENT);
    assertThat(System.nanoTime() - began).isGreaterThan(9_000_000L);
    assertThat(followed.lease()).isEqualTo("0.01");
  }

  private static final class Told implements RunListener {
    private final List<String> lines = new ArrayList<>();

    @Override
    public void started(Stage stage, String why) {
      lines.add("started " + stage + " " + why);
    }

    @Override
    public void skipped(Stage stage, String why) {
      lines.add("skipped " + stage + " " + why);
    }

    @Override
    public void progress(Stage stage, long done, long total, String unit) {
      lines.add("progress " + stage + " " + done + "/" + total + " " + unit);
    }

    @Override
    public void note(Stage stage, String text) {
      lines.add("note " + stage + " " + text);
    }

    @Override
    public void finished(Stage stage, String summary, double seconds) {
      lines.add("finished " + stage + " " + summary + " " + seconds);
    }
  }
}
