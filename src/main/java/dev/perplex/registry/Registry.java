package dev.perplex.registry;

import dev.perplex.provenance.ExitCode;
import dev.perplex.provenance.Json;
import dev.perplex.provenance.PerplexException;
import dev.perplex.store.Location;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/**
 * The registry of one pipeline. What is written is one file an event; two who want to move the
 * champion at once are kept apart by claims.
 *
 * <p>Storage that only writes, lists and deletes cannot decide between two at once and for good
 * (consensus needs a conditional write: Herlihy 1991). So whoever wants to move the champion writes
 * a claim and then looks. If there is another's claim with a smaller name, it takes its own back
 * and waits until there is none; with only greater ones it waits until they are gone, as they are
 * taken back or had not seen it and publish. Alone, it looks whether the champion is still the one
 * that it was judged against, and publishes. Each writes before it looks, so of two at least one
 * sees the other. A claim left by a process that died no longer counts after {@link #PATIENCE}; if
 * it was asleep and publishes later all the same, the {@link Succession} decides, and it is told
 * that it has lost.
 */
public final class Registry {
  static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final int LOOKS = 40;
  private static final long PAUSE_NANOS = 250_000_000L;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);
  private static final String FOLDER = "registry";

  private final String pipeline;
  private final EventStore store;
  private final Clock clock;
  private final Runnable pause;

  Registry(String pipeline, EventStore store, Clock clock, Runnable pause) {
    this.pipeline = pipeline;
    this.store = store;
    this.clock = clock;
    this.pause = pause;
  }

  /** Of a pipeline below a storage root; it need not have any event. */
  public static Registry of(Location root, String pipeline) {
    return new Registry(
        pipeline,
        new StoredEvents(root.child(FOLDER).child(pipeline)),
        Clock.systemUTC(),
        () -> LockSupport.parkNanos(PAUSE_NANOS));
  }

  /** The pipelines of a storage root that have a registry, sorted. */
  public static List<String> pipelines(Location root) {
    return root.child(FOLDER).names().stream().filter(name -> !name.startsWith(".")).toList();
  }

  /**
   * Checks that events can be written, before hours of work end with one.
   *
   * @throws PerplexException exit code 2
   */
  public static void checkWritable(Location root, String pipeline) {
    root.child(FOLDER).child(pipeline).checkWritable("storage.root");
  }

  public String pipeline() {
    return pipeline;
  }

  private record Claim(String by, String at) {}

  /** All that can be read; what cannot is told by the history. */
  public Succession look() {
    List<Event> events = new ArrayList<>();
    List<String> damaged = new ArrayList<>();
    for (String name : store.names(EventStore.Shelf.EVENTS)) {
      try {
        events.add(Event.parse(name, String.valueOf(store.read(EventStore.Shelf.EVENTS, name))));
      } catch (IllegalArgumentException e) {
        damaged.add(store.place(EventStore.Shelf.EVENTS, name) + " is damaged: " + e.getMessage());
      }
    }
    return Succession.of(events, damaged);
  }

  /**
   * The history.
   *
   * @throws PerplexException exit code 20, where an event is damaged: what came after it hangs in
   *     the air
   */
  public Succession read() {
    Succession history = look();
    if (!history.damaged().isEmpty()) {
      throw PerplexException.dataRefused(
          "%s. Nothing was changed. Restore the file from a copy; or move it away, and name the"
              + " champion by 'perplex rollback %s --to VERSION --why WORDS'.",
          String.join("; ", history.damaged()), pipeline);
    }
    return history;
  }

  /** Another has moved the champion, or is about to. */
  public static final class Lost extends PerplexException {
    private static final long serialVersionUID = 1L;

    Lost(String message) {
      super(ExitCode.NOT_PROMOTED, message);
    }
  }

  /** Notes a refusal, which moves nothing and so needs no claim. */
  public Event note(Event.Draft draft, Succession seen) {
    Event event = event(draft, seen);
    store.write(EventStore.Shelf.EVENTS, event.id(), event.text());
    return event;
  }

  /**
   * Moves the champion, if nobody has since a history was read.
   *
   * @throws Lost where somebody has, or is about to
   */
  public Event move(Event.Draft draft, Succession seen) {
    String head = seen.head().map(Event::id).orElse("");
    String claim = claimed(draft.by());
    Event event;
    try {
      Succession now = read();
      now.head()
          .filter(each -> !each.id().equals(head))
          .ifPresent(
              each -> {
                throw lost(each);
              });
      event = event(draft, now);
      store.write(EventStore.Shelf.EVENTS, event.id(), event.text());
    } finally {
      store.delete(EventStore.Shelf.CLAIMS, claim);
    }
    Succession after = read();
    if (after.lost(event)) {
      throw lost(after.head().orElseThrow());
    }
    return event;
  }

  /** Writes a claim, and waits until it is the only one that counts. */
  private String claimed(String by) {
    String mine = claim(by);
    try {
      Map.Entry<String, Claim> other = other(mine);
      for (int look = 0; look < LOOKS && other != null; look++) {
        if (mine != null && other.getKey().compareTo(mine) < 0) {
          store.delete(EventStore.Shelf.CLAIMS, mine);
          mine = null;
        }
        pause.run();
        other = other(mine);
        if (mine == null && other == null) {
          mine = claim(by);
          other = other(mine);
        }
      }
      if (other != null) {
        throw busy(other);
      }
      return mine;
    } catch (RuntimeException e) {
      withdraw(mine, e);
      throw e;
    }
  }

  /** Takes a claim back that would stand in the way of others, where there is one. */
  private void withdraw(String mine, RuntimeException why) {
    if (mine == null) {
      return;
    }
    try {
      store.delete(EventStore.Shelf.CLAIMS, mine);
    } catch (RuntimeException e) {
      why.addSuppressed(e); // it runs out by itself
    }
  }

  private Lost busy(Map.Entry<String, Claim> other) {
    return new Lost(
        String.format(
            "%s is about to move the champion of %s too, since %s: nothing was promoted. Run it"
                + " again; a claim that a killed process left (%s) no longer counts after %d"
                + " minutes.",
            other.getValue().by(),
            pipeline,
            other.getValue().at(),
            store.place(EventStore.Shelf.CLAIMS, other.getKey()),
            PATIENCE.toMinutes()));
  }

  private String claim(String by) {
    Instant now = clock.instant();
    String name = TIME.format(now) + "-" + unique();
    store.write(EventStore.Shelf.CLAIMS, name, Json.line(new Claim(by, now.toString())));
    return name;
  }

  /** Another's claim that counts, the smallest; null for none. */
  private Map.Entry<String, Claim> other(String mine) {
    for (String name : store.names(EventStore.Shelf.CLAIMS)) {
      String text = name.equals(mine) ? null : store.read(EventStore.Shelf.CLAIMS, name);
      if (text != null) {
        Claim claim = parsed(text);
        if (claim != null && Instant.parse(claim.at()).plus(PATIENCE).isAfter(clock.instant())) {
          return Map.entry(name, claim);
        }
      }
    }
    return null;
  }

  /** A claim that cannot be read is no claim: they are written whole. */
  private static Claim parsed(String text) {
    try {
      Claim claim = Json.read(text, Claim.class);
      Instant.parse(claim.at());
      return claim.by() == null ? null : claim;
    } catch (IllegalArgumentException | NullPointerException | java.time.DateTimeException e) {
      return null;
    }
  }

  private Lost lost(Event other) {
    return new Lost(
        String.format(
            "Meanwhile %s has made %s (run %s) the champion of %s, at %s: nothing was promoted. Run"
                + " it again to be judged against that one.",
            other.by(), other.version().id(), other.version().run(), pipeline, other.at()));
  }

  private Event event(Event.Draft draft, Succession seen) {
    Instant now = clock.instant();
    Instant at =
        seen.head()
            .map(each -> each.instant().plusMillis(1))
            .filter(least -> least.isAfter(now))
            .orElse(now);
    long sequence = seen.head().map(Event::sequence).orElse(0L) + 1;
    return new Event(
            Event.FORMAT,
            Event.FORMAT_VERSION,
            String.format("%06d-%s-%s", sequence, TIME.format(at), unique()),
            sequence,
            seen.head().map(Event::id).orElse(""),
            draft.kind(),
            at.toString(),
            draft.by(),
            draft.why(),
            draft.run(),
            draft.version(),
            draft.against(),
            draft.decision(),
            draft.gates(),
            "")
        .sealed();
  }

  private static String unique() {
    return UUID.randomUUID().toString().substring(0, 8);
  }
}
