package dev.perplex.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Two promoters on a store that only writes, lists and deletes. */
class TwoPromotersTest {
  private static Clock at(String moment) {
    return Clock.fixed(Instant.parse(moment), ZoneOffset.UTC);
  }

  /** One promoter, who has read an empty history and wants to make its version the champion. */
  private static final class Promoter {
    private final MemoryEvents store;
    private final MemoryEvents.Viewer viewer;
    private final Registry registry;
    private final Version version;
    private Boolean told; // that it has moved the champion

    Promoter(
        MemoryEvents store, UnaryOperator<EventStore> sight, Turns turns, int who, String time) {
      this.store = store;
      this.viewer = store.viewer("file " + who + " ", () -> turns.step(who));
      this.registry = new Registry("p", sight.apply(viewer), at(time), () -> pause(turns, who));
      this.version = Examples.version("v-" + who);
    }

    private void pause(Turns turns, int who) {
      turns.pause(who);
      viewer.waited();
    }

    void run() {
      try {
        registry.move(Examples.promotion(version, ""), Succession.of(List.of(), List.of()));
        told = true;
      } catch (Registry.Lost e) {
        told = false;
      }
    }
  }

  private static Succession seen(MemoryEvents store) {
    return new Registry("p", store, Clock.systemUTC(), () -> {}).read();
  }

  /** What has been the chain stays: looked at whenever a file has come. */
  private static final class Witness implements Runnable {
    private final MemoryEvents store;
    private final List<String> chain = new ArrayList<>();
    private int files;

    Witness(MemoryEvents store) {
      this.store = store;
    }

    @Override
    public void run() {
      int there = store.names(EventStore.Shelf.EVENTS).size();
      if (there == files) {
        return;
      }
      files = there;
      List<String> now = seen(store).chain().stream().map(Event::id).toList();
      assertThat(now.subList(0, chain.size())).isEqualTo(chain);
      chain.clear();
      chain.addAll(now);
    }
  }

  /** Every way that two promoters can go, with what is true at its end. */
  private static int ways(
      UnaryOperator<EventStore> sight,
      Function<MemoryEvents, Runnable> witness,
      BiConsumer<Promoter, Promoter> ended) {
    int ways = 0;
    for (String second : List.of("2026-11-21T10:00:01Z", "2026-11-21T09:59:59Z")) {
      Set<String> states = new HashSet<>();
      List<Integer> choices = List.of();
      while (choices != null) {
        MemoryEvents store = new MemoryEvents();
        List<Promoter> both = new ArrayList<>();
        Turns turns =
            new Turns(
                states,
                () ->
                    store.state()
                        + both.get(0).viewer.trace()
                        + " | "
                        + both.get(1).viewer.trace());
        both.add(new Promoter(store, sight, turns, 0, "2026-11-21T10:00:00Z"));
        both.add(new Promoter(store, sight, turns, 1, second));
        turns.run(choices, witness.apply(store), both.get(0)::run, both.get(1)::run);
        ways++;
        ended.accept(both.get(0), both.get(1));
        choices = turns.following();
      }
    }
    return ways;
  }

  /**
   * Whatever the order of their steps, and whoever's claim has the smaller name: what is once the
   * chain stays, each is told the truth, and one of the two wins.
   */
  @Test
  void inEveryInterleavingOneWinsAndEachIsToldTheTruth() {
    int ways =
        ways(
            UnaryOperator.identity(),
            Witness::new,
            (one, other) -> {
              assertThat(one.told ^ other.told).isTrue();
              Succession end = seen(one.store);
              assertThat(end.events()).hasSize(1);
              for (Promoter each : List.of(one, other)) {
                assertThat(end.chain().stream().anyMatch(has -> has.version().equals(each.version)))
                    .isEqualTo(each.told);
              }
              assertThat(one.store.names(EventStore.Shelf.CLAIMS)).isEmpty();
            });
    assertThat(ways).isGreaterThan(20);
  }

  /** That the test above can fail: where claims are not seen, both may be told that they won. */
  @Test
  void whereClaimsAreNotSeenBothMayBeToldThatTheyWon() {
    AtomicInteger both = new AtomicInteger();
    ways(
        TwoPromotersTest::blind,
        store -> () -> {},
        (one, other) -> both.addAndGet(one.told && other.told ? 1 : 0));
    assertThat(both).hasPositiveValue();
  }

  private static EventStore blind(EventStore store) {
    return new Listed(
        store, shelf -> shelf == EventStore.Shelf.CLAIMS ? List.of() : store.names(shelf));
  }

  private static List<String> unlisted(EventStore store, EventStore.Shelf shelf) {
    if (shelf == EventStore.Shelf.CLAIMS) {
      assertThat(store.names(shelf)).hasSize(1);
      throw new IllegalStateException("no listing");
    }
    return store.names(shelf);
  }

  /** Lists in a way of its own. */
  private record Listed(EventStore store, Function<EventStore.Shelf, List<String>> listing)
      implements EventStore {
    @Override
    public List<String> names(Shelf shelf) {
      return listing.apply(shelf);
    }

    @Override
    public String read(Shelf shelf, String name) {
      return store.read(shelf, name);
    }

    @Override
    public void write(Shelf shelf, String name, String text) {
      store.write(shelf, name, text);
    }

    @Override
    public void delete(Shelf shelf, String name) {
      store.delete(shelf, name);
    }

    @Override
    public String place(Shelf shelf, String name) {
      return store.place(shelf, name);
    }
  }

  /** Storage that fails once the claim is written: nobody waits for it afterwards. */
  @Test
  void aClaimIsTakenBackWhereStorageFails() {
    MemoryEvents store = new MemoryEvents();
    Registry registry =
        new Registry(
            "p", new Listed(store, shelf -> unlisted(store, shelf)), Clock.systemUTC(), () -> {});
    Succession empty = Succession.of(List.of(), List.of());
    assertThatThrownBy(() -> registry.move(Examples.promotion(Examples.version("v-0"), ""), empty))
        .hasMessage("no listing");
    assertThat(store.names(EventStore.Shelf.CLAIMS)).isEmpty();
    assertThat(store.names(EventStore.Shelf.EVENTS)).isEmpty();
  }

  @Test
  void whoComesLateIsToldByWhom() {
    MemoryEvents store = new MemoryEvents();
    Registry registry = new Registry("p", store, at("2026-11-21T10:00:00Z"), () -> {});
    Succession empty = registry.read();
    registry.move(Examples.promotion(Examples.version("v-0"), ""), empty);
    assertThatThrownBy(() -> registry.move(Examples.promotion(Examples.version("v-1"), ""), empty))
        .isInstanceOf(Registry.Lost.class)
        .hasMessage(
            "Meanwhile ann has made v-0 (run run-v-0) the champion of p, at 2026-11-21T10:00:00Z:"
                + " nothing was promoted. Run it again to be judged against that one.");
    assertThat(registry.read().champion().orElseThrow().id()).isEqualTo("v-0");
  }

  /** A claim of a process that was killed stands in the way, but not for ever. */
  @Test
  void aClaimThatWasLeftBehindRunsOut() {
    MemoryEvents store = new MemoryEvents();
    String claim = "{\"by\":\"eve\",\"at\":\"2026-11-21T09:55:00Z\"}";
    store.write(EventStore.Shelf.CLAIMS, "20261121T095500000Z-00000000", claim);
    Registry early = new Registry("p", store, at("2026-11-21T10:04:59Z"), () -> {});
    Version version = Examples.version("v-0");
    assertThatThrownBy(() -> early.move(Examples.promotion(version, ""), early.read()))
        .isInstanceOf(Registry.Lost.class)
        .hasMessageStartingWith(
            "eve is about to move the champion of p too, since 2026-11-21T09:55:00Z")
        .hasMessageContaining("memory/CLAIMS/20261121T095500000Z-00000000")
        .hasMessageContaining("no longer counts after 10 minutes");
    assertThat(early.read().events()).isEmpty();
    Registry late = new Registry("p", store, at("2026-11-21T10:05:00Z"), () -> {});
    late.move(Examples.promotion(version, ""), late.read());
    assertThat(late.read().champion()).contains(version);
  }

  /** Who slept through its own claim, and publishes late, has lost to what was built upon. */
  @Test
  void whatOthersBuiltUponStays() {
    MemoryEvents store = new MemoryEvents();
    Registry registry = new Registry("p", store, at("2026-11-21T10:00:00Z"), () -> {});
    Succession empty = registry.read();
    Registry later = new Registry("p", store, at("2026-11-21T11:00:00Z"), () -> {});
    later.move(Examples.promotion(Examples.version("v-1"), ""), empty);
    later.move(Examples.promotion(Examples.version("v-2"), "v-1"), later.read());
    Event slept = registry.note(Examples.promotion(Examples.version("v-0"), ""), empty);
    assertThat(slept.id()).isLessThan(later.read().chain().get(0).id());
    assertThat(later.read().lost(slept)).isTrue();
    assertThat(later.read().chain())
        .extracting(each -> each.version().id())
        .containsExactly("v-1", "v-2");
  }
}
