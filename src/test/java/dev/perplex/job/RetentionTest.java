package dev.perplex.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.cli.Commands;
import dev.perplex.cli.Commands.Ended;
import dev.perplex.provenance.Fingerprint;
import dev.perplex.provenance.PerplexException;
import dev.perplex.provenance.RunRecord;
import dev.perplex.provenance.Stage;
import dev.perplex.registry.Event;
import dev.perplex.registry.Examples;
import dev.perplex.registry.Moves;
import dev.perplex.registry.Registry;
import dev.perplex.registry.Version;
import dev.perplex.store.Artefact;
import dev.perplex.store.ArtefactStore;
import dev.perplex.store.ArtefactWriter;
import dev.perplex.store.Location;
import dev.perplex.store.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Seven old runs of one pipeline; the third to the sixth became champion, the last did not. */
class RetentionTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final String OLD = "2026-01-01T10:00:00Z";

  @TempDir Path folder;
  private Location root;
  private Registry registry;

  @BeforeEach
  void runs() {
    root = Location.of(folder.toString(), new Configuration());
    registry = Registry.of(root, "news");
    for (int i = 1; i <= 7; i++) {
      String artefact = run("r" + i, "news", OLD);
      if (i > 2) {
        Event.Draft draft = judged("r" + i, artefact, i < 7);
        if (i < 7) {
          Moves.move(registry, draft);
        } else {
          registry.note(draft, registry.read());
        }
      }
    }
  }

  /** A finished run with one artefact; returns the artefact's folder below the root. */
  private String run(String id, String pipeline, String ended) {
    return run(Stage.TRAIN, id, pipeline, ended);
  }

  private String run(Stage stage, String id, String pipeline, String ended) {
    ArtefactWriter writer =
        new ArtefactStore(root).attempt(stage, Fingerprint.of(stage, Map.of("run", id), Map.of()));
    Artefact artefact =
        writer.publish(
            List.of(writer.file("model", new byte[100], Map.of())),
            Map.of(),
            new RunRecord(id, Map.of(), Map.of(), Map.of(), Map.of(), ended, 1));
    try (RunFolder run = RunFolder.of(root, id)) {
      run.writeRun(Map.of("id", id, "pipeline", pipeline, "date", "", "started", ended));
      if (!ended.isEmpty()) {
        run.writeResult(
            Map.of(
                "ended",
                ended,
                "stages",
                Map.of(stage.label(), Map.of("artefact", artefact.folder().uri()))));
      }
    }
    return "artefacts/" + stage + "/" + artefact.manifest().fingerprint();
  }

  private static Event.Draft judged(String run, String artefact, boolean promoted) {
    return judged(run, artefact, promoted, "");
  }

  private static Event.Draft judged(
      String run, String artefact, boolean promoted, String decision) {
    Version version =
        Examples.bare("v-" + run, run, OLD, new Version.Piece("train", artefact, "c"));
    return new Event.Draft(
        promoted ? Event.Kind.PROMOTED : Event.Kind.REFUSED,
        "ann",
        "why",
        run,
        version,
        "",
        decision,
        List.of());
  }

  private static String artefact(String run) {
    return "artefacts/train/" + Fingerprint.of(Stage.TRAIN, Map.of("run", run), Map.of()).hex();
  }

  private List<String> doomed(int keep) {
    return new Retention(root, keep, 7, NOW)
        .plan().folders().stream().map(Retention.Doomed::folder).toList();
  }

  /** r6 is the champion, r5 and r4 the kept former ones, r7 the candidate. */
  @Test
  void championsWithinTheNumberAndTheCandidateStay() {
    assertThat(doomed(2)).containsExactlyInAnyOrder(artefact("r1"), artefact("r2"), artefact("r3"));
    assertThat(doomed(0))
        .containsExactlyInAnyOrder(
            artefact("r1"), artefact("r2"), artefact("r3"), artefact("r4"), artefact("r5"));
    assertThat(doomed(9)).containsExactlyInAnyOrder(artefact("r1"), artefact("r2"));
  }

  /** Two runs of another day and of another pipeline stand by themselves. */
  @Test
  void recentRunsAndPipelinesWithoutAChampionStay() {
    run("recent", "news", "2026-11-14T10:00:00Z"); // at the bound of seven days
    run("older", "news", "2026-11-14T09:59:59Z");
    run("sole", "other", OLD);
    assertThat(doomed(9))
        .containsExactlyInAnyOrder(artefact("r1"), artefact("r2"), artefact("older"));
  }

  /** A champion's artefact stays, whoever made it; and r7 is the candidate no more. */
  @Test
  void whatAKeptVersionSharesStays() {
    Moves.move(registry, judged("r8", artefact("r1"), true));
    assertThat(doomed(9)).containsExactlyInAnyOrder(artefact("r2"), artefact("r7"));
  }

  @Test
  void whileARunIsUnfinishedEverythingStays() {
    try (RunFolder run = RunFolder.of(root, "live")) {
      run.writeRun(Map.of("id", "live", "pipeline", "news", "date", "", "started", NOW.toString()));
    }
    Retention.Plan plan = new Retention(root, 2, 7, NOW).plan();
    assertThat(plan.folders()).isEmpty();
    assertThat(plan.unfinished()).containsExactly("live");
    assertThat(new Retention(root, 2, 7, NOW.plusSeconds(8 * 86_400)).plan().folders()).hasSize(3);
  }

  private void claim(String lease, String moment) throws IOException {
    Path claim = folder.resolve(lease).resolve("lease/00000002-abc-60000.claim");
    Files.createDirectories(claim.getParent());
    Files.writeString(claim, "");
    Files.setLastModifiedTime(claim, FileTime.from(Instant.parse(moment)));
  }

  /** r1 ended long ago, and somebody has submitted it again. */
  @Test
  void whileADriverHasARunEverythingStays() throws IOException {
    claim("runs/r1", "2026-11-21T09:59:00Z");
    Retention.Plan plan = new Retention(root, 2, 7, NOW).plan();
    assertThat(plan.folders()).isEmpty();
    assertThat(plan.unfinished()).containsExactly("r1");
    Files.createFile(folder.resolve("runs/r1/lease/00000002.released"));
    assertThat(doomed(2)).hasSize(3);
  }

  /** A driver that was killed says nothing more. */
  @Test
  void aClaimThatIsSilentForDaysNoLongerCounts() throws IOException {
    claim("runs/r1", "2026-11-14T09:59:59Z");
    assertThat(doomed(2)).hasSize(3);
    claim("runs/about-to-begin", "2026-11-21T09:59:00Z");
    assertThat(new Retention(root, 2, 7, NOW).plan().unfinished())
        .containsExactly("about-to-begin");
  }

  @Test
  void whatADriverIsMakingAnewStays() throws IOException {
    claim(artefact("r1"), "2026-11-21T09:59:00Z");
    claim(artefact("r2"), "2026-11-14T09:59:59Z");
    assertThat(doomed(2)).containsExactlyInAnyOrder(artefact("r2"), artefact("r3"));
  }

  /** Submitted today, with events of long ago. */
  @Test
  void aRunThatWasSubmittedAgainIsUnfinished() throws IOException {
    try (RunFolder run = RunFolder.of(root, "again")) {
      run.writeRun(
          Map.of("id", "again", "pipeline", "news", "date", "", "started", NOW.toString()));
    }
    Path events = folder.resolve("runs/again/events");
    Files.createDirectories(events);
    Files.writeString(events.resolve("20260101T100000Z.jsonl"), "{\"at\":\"" + OLD + "\"}\n");
    assertThat(new Retention(root, 2, 7, NOW).plan().unfinished()).containsExactly("again");
  }

  @Test
  void decisionsOnKeptVersionsStay() {
    String kept = run(Stage.PROMOTE, "d1", "news", OLD);
    String other = run(Stage.PROMOTE, "d2", "news", OLD);
    Moves.move(
        registry, judged("r8", artefact("r1"), true, kept.substring(kept.lastIndexOf('/') + 1)));
    assertThat(doomed(0)).contains(other).doesNotContain(kept);
  }

  @Test
  void lessThanADayIsNoBound() {
    for (String days : List.of("0", "-1")) {
      Ended ended = Commands.run("gc", "--days=" + days, "--set", "storage.root=" + folder);
      assertThat(ended.code()).isEqualTo(2);
      assertThat(ended.err()).contains("--days " + days + " is below 1").contains("--days 1");
    }
    assertThat(folder.resolve(artefact("r1"))).exists();
  }

  @Test
  void aDamagedRegistryDeletesNothing() throws IOException {
    Path events = folder.resolve("registry/news/events");
    try (var files = Files.list(events)) {
      Files.writeString(files.findFirst().orElseThrow(), "{");
    }
    assertThatThrownBy(() -> doomed(2))
        .isInstanceOf(PerplexException.class)
        .hasMessageContaining("is damaged");
  }

  @Test
  void theCommandListsAndThenDeletes() {
    String[] arguments = {"gc", "--set", "storage.root=" + folder, "--set", "promote.keep=2"};
    String[] dry = {
      "gc", "--dry-run", "--set", "storage.root=" + folder, "--set", "promote.keep=2"
    };
    Ended listed = Commands.run(dry);
    assertThat(listed.code()).as(listed.err()).isZero();
    assertThat(listed.out())
        .contains(artefact("r1"))
        .contains("would delete 3 artefacts of 300 bytes; kept: 4\n");
    assertThat(listed.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(81));
    assertThat(folder.resolve(artefact("r1"))).exists();
    assertThat(Commands.run(arguments).out()).contains("deleted 3 artefacts of 300 bytes");
    assertThat(folder.resolve(artefact("r1"))).doesNotExist();
    assertThat(folder.resolve(artefact("r6")).resolve("manifest-00000000.json")).exists();
    assertThat(Commands.run(dry).out()).contains("would delete 0 artefacts");
  }
}
