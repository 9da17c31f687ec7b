package dev.perplex.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.provenance.ExitCode;
import dev.perplex.provenance.Fingerprint;
import dev.perplex.provenance.PerplexException;
import dev.perplex.provenance.RunRecord;
import dev.perplex.provenance.Stage;
import dev.perplex.store.Faults.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that makes one artefact, on storage of which each call in turn fails once. */
class FaultyPublishTest {
  private static final Fingerprint FINGERPRINT = new Fingerprint("0123456789abcdef");
  private static final RunRecord RECORD =
      new RunRecord("run", Map.of(), Map.of(), Map.of(), Map.of(), "now", 0);
  private static final LeaseSettings LEASE =
      new LeaseSettings(LeaseSettings.OnLive.LEAVE, 0.31, 0.1);
  private static final byte[] TEXT = "hello ".repeat(20_000).getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  @BeforeAll
  static void register() {
    FlakyFiles.register();
  }

  @AfterEach
  void mend() {
    Faults.none();
  }

  /** As a driver does it: leases, events, parts, checkpoints, the manifest, the result. */
  private static void run(Location root) {
    RunFolder run = RunFolder.of(root, "run-1");
    ArtefactStore store = new ArtefactStore(root);
    root.checkWritable("storage.root");
    try (Claimant claimant = new Claimant(LEASE, () -> {});
        run) {
      Lease lease = run.lease(claimant, note -> {});
      run.clearResult();
      run.writeRun(Map.of("id", "run-1", "noted", Map.of("start", Map.of("model", "m-1"))));
      if (store.find(Stage.VOCAB, FINGERPRINT).isEmpty()) {
        try (Lease own = store.lease(Stage.VOCAB, FINGERPRINT, claimant, note -> {})) {
          if (store.find(Stage.VOCAB, FINGERPRINT).isEmpty()) {
            run.event("started", Map.of());
            publish(store.attempt(Stage.VOCAB, FINGERPRINT, own.within(lease)));
            run.event("finished", Map.of());
          }
        }
      }
      lease.check();
      run.writeResult(Map.of("epoch", lease.epoch(), "verdict", "done", "stages", Map.of()));
    }
  }

  private static Artefact publish(ArtefactWriter writer) {
    List<PartFile> files = new ArrayList<>();
    files.add(writer.file("large.txt", TEXT, Map.of()));
    PartOutput twice = writer.part("small.txt");
    try (twice) {
      twice.write(TEXT, 0, 10);
      twice.flush();
      twice.write(TEXT, 10, 10);
    }
    files.add(twice.finished(Map.of()));
    return writer.publish(files, Map.of(), RECORD);
  }

  /** What the driver was told: empty where all went well. */
  private static Optional<PerplexException> tried(Location root) {
    try {
      run(root);
      return Optional.empty();
    } catch (PerplexException e) {
      return Optional.of(e);
    }
  }

  /** Whoever reads finds the artefact whole or not at all. */
  private static Optional<String> found(Location root) {
    Optional<Artefact> artefact = new ArtefactStore(root).find(Stage.VOCAB, FINGERPRINT);
    artefact.ifPresent(
        each -> {
          assertThat(each.read("large.txt")).isEqualTo(TEXT);
          assertThat(each.readText("small.txt")).isEqualTo("hello hello hello he");
        });
    return artefact.map(Artefact::content);
  }

  private static void trial(Location root, Faults faults) {
    Optional<PerplexException> error = tried(root);
    String as = root + ": " + faults.hit();
    Faults.none();
    error.ifPresent(
        e -> {
          assertThat(e.exitCode()).as(as).isIn(ExitCode.FAILED, ExitCode.USAGE);
          assertThat(e.getMessage()).as(as).contains("the storage fails").doesNotContain("\n");
        });
    Optional<String> before = found(root);
    RunFolder run = RunFolder.of(root, "run-1");
    boolean finished = run.isFinished();
    if (error.isEmpty()) {
      assertThat(finished && run.result().get("verdict").equals("done")).as(as).isTrue();
    }
    if (finished) {
      assertThat(before).as(as).isPresent();
    }
    if (run.exists()) {
      assertThat(run.noted()).as(as).containsKey("start");
    }

    assertThat(tried(root)).as(as).isEmpty();
    assertThat(found(root)).as(as).isPresent();
    before.ifPresent(content -> assertThat(found(root)).as(as).hasValue(content));
    assertThat(run.isFinished()).as(as).isTrue();
    assertThat(run.events()).as(as).allMatch(each -> each.containsKey("event"));
  }

  private Location root(String scheme, String name) {
    return Location.of(FlakyFiles.uri(scheme, folder.resolve(name)), new Configuration());
  }

  @ParameterizedTest
  @ValueSource(strings = {FlakyFiles.DISK, FlakyFiles.OBJECTS})
  void whicheverCallFailsAPlainRunAfterItEndsWell(String scheme) {
    for (Kind kind : Kind.values()) {
      Faults counted = Faults.counted(kind);
      run(root(scheme, kind + "-counted"));
      long calls = counted.calls();
      assertThat(calls).as("calls").isGreaterThan(5);
      for (long at = 0; at < calls; at++) {
        Faults faults = Faults.at(kind, at);
        trial(root(scheme, kind + "-" + at), faults);
      }
    }
  }

  @Test
  void aDiskThatIsFullLeavesNothingThatIsReadAndIsGoneOnFromWhenItHasRoom() throws IOException {
    Location whole = root(FlakyFiles.DISK, "whole");
    Faults counted = Faults.full(Long.MAX_VALUE);
    run(whole);
    long bytes = counted.written();
    assertThat(bytes).isGreaterThan(TEXT.length);
    List<Long> rooms = new ArrayList<>(List.of(0L, 1L));
    for (long room = 100; room < bytes; room += room < 2000 ? 199 : 20_011) {
      rooms.add(room);
    }
    for (long room : rooms) {
      Location root = root(FlakyFiles.DISK, "full-" + room);
      Faults.full(room);
      Optional<PerplexException> error = tried(root);
      if (error.isPresent()) { // not where only the last signs of life found no room
        assertThat(error.get().getMessage())
            .contains("No space left on device")
            .doesNotContain("\n");
      }
      Faults.none();
      found(root);
      assertThat(tried(root)).as("room for " + room).isEmpty();
      assertThat(found(root)).isPresent();
    }
    assertThat(files(folder.resolve("full-1"))).noneMatch(name -> name.startsWith(".manifest"));
  }

  private static List<String> files(Path below) throws IOException {
    try (Stream<Path> files = Files.walk(below)) {
      return files.map(each -> each.getFileName().toString()).toList();
    }
  }

  /** What Hadoop's clients answer where they asked twice, for the first answer was lost. */
  @Test
  void aMoveWhoseAcknowledgementIsLostIsDone() {
    Location from = root(FlakyFiles.DISK, "from");
    from.writeText("mine");
    Faults.at(Kind.UNACKNOWLEDGED, 0);
    from.moveTo(root(FlakyFiles.DISK, "to"));
    assertThat(root(FlakyFiles.DISK, "to").readText()).isEqualTo("mine");
    assertThat(from.exists()).isFalse();
  }

  /** Bytes that a buffer still has when a write has failed must not come after those it lost. */
  @Test
  void aPartOfWhichAWriteFailedHasNoRecord() {
    for (Kind kind : Kind.values()) {
      for (int at = 0; at < 3; at++) {
        PartOutput part = PartOutput.of(root(FlakyFiles.OBJECTS, "parts"), kind + "-" + at, 0);
        Faults.at(kind, at);
        List<Throwable> thrown = new ArrayList<>();
        try (part) {
          part.write(TEXT);
          part.flush();
          part.write(1);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        } catch (PerplexException e) {
          thrown.add(e);
        }
        String hit = Faults.current().hit();
        Faults.none();
        assertThat(thrown).as("%s", hit).hasSize(hit == null ? 0 : 1);
        if (hit != null) {
          assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> part.finished(Map.of())))
              .as(hit)
              .isInstanceOf(PerplexException.class);
          if (!hit.contains("UNACKNOWLEDGED at CLOSE")) {
            assertThat(root(FlakyFiles.OBJECTS, "parts").child(kind + "-" + at).exists())
                .as(hit)
                .isFalse();
          }
        }
      }
    }
  }
}
