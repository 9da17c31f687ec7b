package dev.perplex.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.provenance.ExitCode;
import dev.perplex.provenance.PerplexException;
import dev.perplex.store.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuccessionTest {
  @TempDir Path folder;

  private final MemoryEvents store = new MemoryEvents();
  private final Version one = Examples.version("v-1");
  private final Version two = Examples.version("v-2");
  private final Version three = Examples.version("v-3");
  private Instant now = Instant.parse("2026-11-21T10:00:00Z");

  private Registry registry() {
    Location lease = Location.of(folder.resolve("lease").toString(), new Configuration());
    return new Registry("p", store, lease, Clock.fixed(now, ZoneOffset.UTC));
  }

  private void day() {
    now = now.plus(Duration.ofDays(1));
  }

  private void move(Event.Draft draft) {
    Moves.move(registry(), draft);
    day();
  }

  private static List<String> ids(List<Version> versions) {
    return versions.stream().map(Version::id).toList();
  }

  @Test
  void anEmptyRegistryHasNoChampion() {
    Succession empty = registry().read();
    assertThat(empty.champion()).isEmpty();
    assertThat(empty.candidate()).isEmpty();
    assertThat(empty.champions()).isEmpty();
    assertThat(empty.headAt(now)).isEmpty();
  }

  @Test
  void theChampionIsWhoWasPromotedLastAndTheCandidateWhoWasJudgedLast() {
    move(Examples.promotion(one, ""));
    move(Examples.promotion(two, "v-1"));
    registry().note(Examples.refusal(three), registry().read());
    Succession history = registry().read();
    assertThat(history.champion()).contains(two);
    assertThat(history.candidate()).contains(three);
    assertThat(ids(history.champions())).containsExactly("v-2", "v-1");
    assertThat(history.versions().keySet()).containsExactly("v-1", "v-2", "v-3");
    assertThat(history.events())
        .extracting(Event::kind)
        .containsExactly(Event.Kind.PROMOTED, Event.Kind.PROMOTED, Event.Kind.REFUSED);
    assertThat(history.judgement("v-3").orElseThrow().why()).isEqualTo("worse");
  }

  @Test
  void aRollbackLeadsToTheFormerChampionAndFurtherBack() {
    move(Examples.promotion(one, ""));
    move(Examples.promotion(two, "v-1"));
    move(Examples.promotion(three, "v-2"));
    move(Examples.rollback(two));
    assertThat(registry().read().champion()).contains(two);
    assertThat(ids(registry().read().champions())).containsExactly("v-2", "v-1");
    move(Examples.rollback(one));
    assertThat(ids(registry().read().champions())).containsExactly("v-1");
    move(Examples.rollback(three)); // by name: it comes back on top
    assertThat(ids(registry().read().champions())).containsExactly("v-3", "v-1");
  }

  @Test
  void whatWasRolledBackIsOutOfUseUntilItComesBack() {
    move(Examples.promotion(one, ""));
    move(Examples.promotion(two, "v-1"));
    assertThat(registry().read().withdrawal("v-2")).isEmpty();
    move(Examples.rollback(one));
    assertThat(registry().read().withdrawal("v-2").orElseThrow().why()).isEqualTo("markup");
    assertThat(registry().read().withdrawalOf("train", "model of v-2")).isPresent();
    assertThat(registry().read().withdrawal("v-1")).isEmpty();
    assertThat(registry().read().withdrawalOf("train", "model of v-1")).isEmpty();
    move(Examples.rollback(two));
    assertThat(registry().read().withdrawal("v-2")).isEmpty();
    assertThat(registry().read().withdrawal("v-1")).isPresent();
  }

  @Test
  void theChampionOfADateIsWhoHadBecomeItThen() {
    move(Examples.promotion(one, "")); // 21st, 10:00
    move(Examples.promotion(two, "v-1")); // 22nd
    move(Examples.rollback(one)); // 23rd
    Succession history = registry().read();
    assertThat(history.headAt(Instant.parse("2026-11-21T09:59:59Z"))).isEmpty();
    assertThat(history.headAt(Instant.parse("2026-11-21T10:00:00Z")).orElseThrow().version())
        .isEqualTo(one);
    assertThat(history.headAt(Instant.parse("2026-11-22T23:00:00Z")).orElseThrow().version())
        .isEqualTo(two);
    assertThat(history.headAt(Instant.parse("2027-01-01T00:00:00Z")).orElseThrow().kind())
        .isEqualTo(Event.Kind.ROLLED_BACK);
  }

  /** A promoter whose clock is behind does not write before what it follows. */
  @Test
  void timesRiseAlongTheChain() {
    move(Examples.promotion(one, ""));
    now = Instant.parse("2026-11-20T00:00:00Z");
    move(Examples.promotion(two, "v-1"));
    assertThat(registry().read().chain())
        .extracting(Event::at)
        .containsExactly("2026-11-21T10:00:00Z", "2026-11-21T10:00:00.001Z");
  }

  /** The order is that of the set: however the files are listed. */
  @Property(tries = 200)
  void theOrderDoesNotDependOnTheListing(
      @ForAll @Size(min = 1, max = 12) List<@IntRange(min = 0, max = 20) Integer> parents,
      @ForAll long seed) {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < parents.size(); i++) {
      int parent = parents.get(i) % (i + 1) - 1; // -1 is the root
      String after = parent < 0 ? "" : events.get(parent).id();
      long sequence = parent < 0 ? 1 : events.get(parent).sequence() + 1;
      events.add(
          new Event(
              Event.FORMAT,
              1,
              String.format("%06d-%03d", sequence, i),
              sequence,
              after,
              0,
              Event.Kind.PROMOTED,
              now.toString(),
              "ann",
              "why",
              "r",
              Examples.version("v-" + i),
              "",
              "",
              List.of(),
              ""));
    }
    Succession sorted = Succession.of(events, List.of());
    List<Event> shuffled = new ArrayList<>(events);
    Collections.shuffle(shuffled, new Random(seed));
    Succession other = Succession.of(shuffled, List.of());
    assertThat(other.chain()).isEqualTo(sorted.chain());
    // No path from the root is longer than the chain, and each of its links holds.
    String after = "";
    for (Event event : sorted.chain()) {
      assertThat(event.after()).isEqualTo(after);
      after = event.id();
    }
    assertThat(sorted.chain().size())
        .isEqualTo(events.stream().mapToLong(Event::sequence).max().orElseThrow());
  }

  private Registry stored() {
    return Registry.of(Location.of(folder.toString(), new Configuration()), "news");
  }

  private Path only(String shelf) throws IOException {
    try (var files = Files.list(folder.resolve("registry/news").resolve(shelf))) {
      return files.findFirst().orElseThrow();
    }
  }

  @Test
  void onStorageAnEventIsAFileAndNoClaimIsLeft() throws IOException {
    Event event = Moves.move(stored(), Examples.promotion(one, ""));
    assertThat(only("events")).hasFileName(event.id() + ".json");
    assertThat(only("lease").toString()).endsWith(".released");
    assertThat(stored().read().head()).contains(event);
    assertThat(Registry.pipelines(Location.of(folder.toString(), new Configuration())))
        .containsExactly("news");
  }

  @Test
  void aDamagedEventIsNamedAndNothingMoves() throws IOException {
    Moves.move(stored(), Examples.promotion(one, ""));
    Path file = only("events");
    String whole = Files.readString(file);
    for (String damaged :
        List.of(
            "",
            "{}",
            whole.substring(0, 200),
            whole.replace("\"by\" : \"ann\"", "\"by\" : \"eve\""),
            whole.replace("\"after\" : \"\"", "\"after\" : null"),
            whole.replace("\"format-version\" : 1", "\"format-version\" : 2"))) {
      assertThat(damaged).isNotEqualTo(whole);
      Files.writeString(file, damaged);
      Succession empty = Succession.of(List.of(), List.of());
      assertThatThrownBy(() -> Moves.move(stored(), Examples.promotion(two, ""), empty))
          .isInstanceOfSatisfying(
              PerplexException.class,
              e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DATA_REFUSED))
          .hasMessageContaining(file + " is damaged: ")
          .hasMessageContaining("Nothing was changed.")
          .hasMessageContaining("perplex rollback news --to VERSION");
      assertThat(folder.resolve("registry/news/events").toFile().list()).hasSize(1);
      assertThat(only("lease").toString()).endsWith(".released");
      assertThat(stored().look().damaged()).hasSize(1);
    }
    Files.writeString(file, whole);
    assertThat(stored().read().champion()).contains(one);
  }

  /** What followed a lost event hangs in the air; its versions can be named. */
  @Test
  void afterALostFileTheChampionIsNamedAgain() throws IOException {
    Moves.move(stored(), Examples.promotion(one, ""));
    Path first = only("events");
    Moves.move(stored(), Examples.promotion(two, "v-1"));
    Files.delete(first);
    assertThat(stored().read().champion()).isEmpty();
    assertThat(stored().read().versions()).containsKey("v-2");
    Moves.move(stored(), Examples.rollback(two));
    assertThat(stored().read().champion()).contains(two);
  }

  /** Permissions do not stop root, so the place is one that nobody can write to. */
  @Test
  void aRegistryThatCannotBeWrittenIsSaidBeforeTheWork() throws IOException {
    Files.writeString(folder.resolve("registry"), "in the way");
    assertThatThrownBy(
            () ->
                Registry.checkWritable(Location.of(folder.toString(), new Configuration()), "news"))
        .isInstanceOfSatisfying(
            PerplexException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessageContaining("registry/news cannot be written")
        .hasMessageEndingWith("Set storage.root to a folder that you may write to.");
  }
}
