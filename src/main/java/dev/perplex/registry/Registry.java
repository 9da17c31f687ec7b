package dev.perplex.registry;

import dev.perplex.provenance.ExitCode;
import dev.perplex.provenance.PerplexException;
import dev.perplex.store.Claimant;
import dev.perplex.store.Lease;
import dev.perplex.store.Location;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The registry of one pipeline. What is written is one file an event; who wants to move the
 * champion takes the lease on it first, so that one moves it at a time.
 *
 * <p>With the lease it looks whether the champion is still the one that its candidate was judged
 * against, and publishes one event, which carries the lease's epoch. Who was taken for dead between
 * looking and writing, and goes on, may still write its event: beside one of a later owner it does
 * not count (see {@link Succession}).
 */
public final class Registry {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);
  private static final String FOLDER = "registry";

  private final String pipeline;
  private final EventStore store;
  private final Location lease;
  private final Clock clock;

  /**
   * @param lease folder of the lease's files
   */
  Registry(String pipeline, EventStore store, Location lease, Clock clock) {
    this.pipeline = pipeline;
    this.store = store;
    this.lease = lease;
    this.clock = clock;
  }

  /** Of a pipeline below a storage root; it need not have any event. */
  public static Registry of(Location root, String pipeline) {
    Location folder = root.child(FOLDER).child(pipeline);
    return new Registry(
        pipeline,
        new StoredEvents(folder.child("events")),
        folder.child("lease"),
        Clock.systemUTC());
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

  /** All that can be read; what cannot is told by the history. */
  public Succession look() {
    List<Event> events = new ArrayList<>();
    List<String> damaged = new ArrayList<>();
    for (String name : store.names()) {
      try {
        events.add(Event.parse(name, store.read(name)));
      } catch (IllegalArgumentException e) {
        damaged.add(store.place(name) + " is damaged: " + e.getMessage());
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

  /** Another has moved the champion. */
  public static final class Lost extends PerplexException {
    private static final long serialVersionUID = 1L;

    Lost(String message) {
      super(ExitCode.NOT_PROMOTED, message);
    }
  }

  /** Notes a refusal, which moves nothing and so needs no lease. */
  public Event note(Event.Draft draft, Succession seen) {
    Event event = event(draft, seen, 0);
    store.write(event.id(), event.text());
    return event;
  }

  /**
   * Moves the champion, if nobody has since a history was read.
   *
   * @param claimant who takes the lease
   * @param notes told for whom it waits, where it does
   * @throws Lost where somebody has
   * @throws PerplexException exit code 30, where this one was taken for dead on the way
   */
  public Event move(Event.Draft draft, Succession seen, Claimant claimant, Consumer<String> notes) {
    String head = seen.head().map(Event::id).orElse("");
    Event event;
    try (Lease held = claimant.await(lease, "the champion of " + pipeline, seen.epoch(), notes)) {
      Succession now = read();
      now.head()
          .filter(each -> !each.id().equals(head))
          .ifPresent(
              each -> {
                throw lost(each);
              });
      event = event(draft, now, held.epoch());
      held.check();
      store.write(event.id(), event.text());
    }
    Succession after = read();
    if (after.lost(event)) {
      throw lost(after.head().orElseThrow());
    }
    return event;
  }

  private Lost lost(Event other) {
    return new Lost(
        String.format(
            "Meanwhile %s has made %s (run %s) the champion of %s, at %s: nothing was promoted. Run"
                + " it again to be judged against that one.",
            other.by(), other.version().id(), other.version().run(), pipeline, other.at()));
  }

  private Event event(Event.Draft draft, Succession seen, long epoch) {
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
            epoch,
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
