package dev.perplex.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.provenance.ExitCode;
import dev.perplex.provenance.PerplexException;
import dev.perplex.store.Claimant;
import dev.perplex.store.LeaseSettings;
import dev.perplex.store.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Several who want to move one champion. That two never hold the lease at once is shown for the
 * lease itself, over every order of steps; here is what the registry makes of it.
 */
class TwoPromotersTest {
  private static final Clock TEN =
      Clock.fixed(Instant.parse("2026-11-21T10:00:00Z"), ZoneOffset.UTC);
  private static final Succession EMPTY = Succession.of(List.of(), List.of());

  @TempDir Path folder;
  private final MemoryEvents store = new MemoryEvents();

  private Registry registry(EventStore events) {
    return new Registry("p", events, Location.of(folder.toString(), new Configuration()), TEN);
  }

  private Registry registry() {
    return registry(store);
  }

  private static Event.Draft promotion(int number) {
    return Examples.promotion(Examples.version("v-" + number), "");
  }

  private List<String> leaseFiles() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(each -> each.getFileName().toString())
          .filter(each -> !each.startsWith("."))
          .sorted()
          .toList();
    }
  }

  @Test
  void ofManyAtOnceOneWinsAndEachIsToldTheTruth() throws Exception {
    int promoters = 6;
    ExecutorService threads = Executors.newFixedThreadPool(promoters);
    CyclicBarrier start = new CyclicBarrier(promoters);
    List<Future<Boolean>> told = new ArrayList<>();
    for (int i = 0; i < promoters; i++) {
      Event.Draft mine = promotion(i);
      Callable<Boolean> promoter =
          () -> {
            start.await();
            try {
              Moves.move(registry(), mine, EMPTY);
              return true;
            } catch (Registry.Lost e) {
              return false;
            }
          };
      told.add(threads.submit(promoter));
    }
    List<String> winners = new ArrayList<>();
    for (int i = 0; i < promoters; i++) {
      if (told.get(i).get(1, TimeUnit.MINUTES)) {
        winners.add("v-" + i);
      }
    }
    threads.shutdown();
    Succession end = registry().read();
    assertThat(end.events()).hasSize(1);
    assertThat(end.chain()).extracting(each -> each.version().id()).isEqualTo(winners);
    assertThat(leaseFiles()).allMatch(name -> name.endsWith(".released")).hasSize(1);
  }

  @Test
  void whoComesLateIsToldByWhom() {
    Moves.move(registry(), promotion(0), EMPTY);
    assertThatThrownBy(() -> Moves.move(registry(), promotion(1), EMPTY))
        .isInstanceOf(Registry.Lost.class)
        .hasMessage(
            "Meanwhile ann has made v-0 (run run-v-0) the champion of p, at 2026-11-21T10:00:00Z:"
                + " nothing was promoted. Run it again to be judged against that one.");
    assertThat(registry().read().champion().orElseThrow().id()).isEqualTo("v-0");
  }

  /** Others may be at work for a moment; a process that was killed is passed over. */
  @Test
  void itWaitsForWhoHoldsTheLeaseWhateverRunLeaseSays() throws IOException {
    Files.createFile(folder.resolve("00000004-killed-450.claim"));
    Files.createFile(folder.resolve("00000004-killed-7.beat"));
    List<String> notes = new ArrayList<>();
    Event moved;
    LeaseSettings leave = new LeaseSettings(LeaseSettings.OnLive.LEAVE, 0.45, 0.15);
    try (Claimant claimant = new Claimant(leave, () -> {})) {
      moved = registry().move(promotion(0), EMPTY, claimant, notes::add);
    }
    assertThat(moved.epoch()).isEqualTo(5);
    assertThat(notes).hasSize(1);
    assertThat(notes.get(0)).startsWith("waiting: a driver (").contains("has the champion of p");
    assertThat(leaseFiles()).containsExactly("00000005.released");
  }

  /** Storage that fails under the lease: it is given back, and nothing was moved. */
  @Test
  void theLeaseIsGivenBackWhereStorageFails() throws IOException {
    EventStore failing =
        new Overtaken(
            store,
            () -> {
              throw new IllegalStateException("no listing");
            });
    assertThatThrownBy(() -> Moves.move(registry(failing), promotion(0), EMPTY))
        .hasMessage("no listing");
    assertThat(leaseFiles()).containsExactly("00000001.released");
    assertThat(store.names()).isEmpty();
  }

  /** Stopped between taking the lease and writing, for longer than the lease, and taken over. */
  @Test
  void whoWasTakenForDeadWritesNothing() {
    Event.Draft other = promotion(1);
    EventStore slow = new Overtaken(store, () -> takeOver(other));
    assertThatThrownBy(() -> Moves.move(registry(slow), promotion(0), EMPTY))
        .isInstanceOfSatisfying(
            PerplexException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.LEASE_LOST))
        .hasMessageContaining("the champion of p");
    assertThat(registry().read().events())
        .extracting(each -> each.version().id())
        .containsExactly("v-1");
  }

  /** What a later owner does: the claim of the one before is cleared away. */
  private void takeOver(Event.Draft draft) {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.createFile(folder.resolve("00000001.released"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    Moves.move(registry(), draft, EMPTY);
  }

  /** Does something once, when the events are listed first. */
  private static final class Overtaken implements EventStore {
    private final EventStore store;
    private Runnable first;

    Overtaken(EventStore store, Runnable first) {
      this.store = store;
      this.first = first;
    }

    @Override
    public List<String> names() {
      List<String> names = store.names();
      Runnable now = first;
      first = () -> {};
      now.run();
      return names;
    }

    @Override
    public String read(String name) {
      return store.read(name);
    }

    @Override
    public void write(String name, String text) {
      store.write(name, text);
    }

    @Override
    public String place(String name) {
      return store.place(name);
    }
  }

  /** An event that is written after all, when a later owner has written its own, does not count. */
  @Test
  void whatAnEarlierOwnerWritesLateDoesNotCount() {
    Event first = Moves.move(registry(), promotion(0), EMPTY);
    MemoryEvents late = new MemoryEvents();
    Event second = Moves.move(registry(late), promotion(1), EMPTY);
    assertThat(second.epoch()).isGreaterThan(first.epoch());
    for (boolean extended : new boolean[] {false, true}) {
      if (extended) { // the longer chain does not make it count
        MemoryEvents longer = new MemoryEvents();
        longer.write(first.id(), first.text());
        Event third = Moves.move(registry(longer), promotion(2), registry(longer).read());
        late.write(third.id(), third.text());
      }
      late.write(first.id(), first.text());
      Succession both = registry(late).read();
      assertThat(both.chain()).containsExactly(second);
      assertThat(both.lost(first)).isTrue();
    }
  }

  /** Events of versions without leases: what others built upon stays. */
  @Test
  void amongEventsWithoutAnEpochTheLongerChainCounts() {
    Event slept = registry().note(promotion(0), EMPTY);
    Event one = registry().note(promotion(1), EMPTY);
    Event two = registry().note(promotion(2), Succession.of(List.of(one), List.of()));
    Succession end = registry().read();
    assertThat(end.chain()).containsExactly(one, two);
    assertThat(end.lost(slept)).isTrue();
  }
}
