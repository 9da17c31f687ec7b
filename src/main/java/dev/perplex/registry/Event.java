package dev.perplex.registry;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.perplex.provenance.Fingerprint;
import dev.perplex.provenance.Json;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One entry of a pipeline's history: a file that is written once and never changed.
 *
 * @param format {@code perplex-event}
 * @param formatVersion of the format
 * @param id of the event, unique; the name of its file
 * @param sequence one more than that of the event that it follows
 * @param after id of the event that moved the champion last, when this one was made; empty where
 *     none had
 * @param epoch of the lease under which it moved the champion; 0 where it moved nothing, or was
 *     written before there were leases
 * @param kind what happened
 * @param at when, ISO 8601, UTC; not before the event that it follows
 * @param by who
 * @param why in words
 * @param run that was judged, or that a rollback leads to
 * @param version likewise; null where the run's data was refused, so that there is no model
 * @param against version that was champion then; empty for none
 * @param decision fingerprint of the {@code promote} artefact; empty where there is none
 * @param gates their decisions; none for a rollback
 * @param seal checksum of the event itself, so that a damaged one is known
 */
public record Event(
    String format,
    int formatVersion,
    String id,
    long sequence,
    String after,
    long epoch,
    Kind kind,
    String at,
    String by,
    String why,
    String run,
    Version version,
    String against,
    String decision,
    List<GateDecision> gates,
    String seal) {

  static final String FORMAT = "perplex-event";
  static final int FORMAT_VERSION = 1;

  /** What happened. */
  public enum Kind {
    PROMOTED,
    REFUSED,
    ROLLED_BACK,
    DATA_REFUSED;

    /** For people: {@code rolled back}. */
    public String words() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Whether the champion is another one afterwards. */
    public boolean moves() {
      return this == PROMOTED || this == ROLLED_BACK;
    }
  }

  public Event {
    requireNonNull(id, "id");
    requireNonNull(after, "after");
    requireNonNull(kind, "kind");
    requireNonNull(run, "run");
    if (kind != Kind.DATA_REFUSED) {
      requireNonNull(version, "version");
    }
    gates = List.copyOf(gates);
  }

  Event sealed() {
    return withSeal(seal(Json.line(this)));
  }

  /**
   * Of what a file says, known here or not: an event that was written before a field came to be, or
   * by a later Perplex, is as whole as any.
   */
  private static String seal(String text) {
    Map<?, ?> read = Json.read(text, Map.class);
    Map<Object, Object> fields = new TreeMap<>(read);
    fields.put("seal", "");
    return Fingerprint.sha256(Json.line(fields).getBytes(StandardCharsets.UTF_8));
  }

  private Event withSeal(String value) {
    return new Event(
        format,
        formatVersion,
        id,
        sequence,
        after,
        epoch,
        kind,
        at,
        by,
        why,
        run,
        version,
        against,
        decision,
        gates,
        value);
  }

  String text() {
    return Json.pretty(this);
  }

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException what is wrong with it, in words
   */
  static Event parse(String name, String text) {
    Event event;
    try {
      var tree = Json.tree(text);
      if (!FORMAT.equals(tree.path("format").asText())) {
        throw new IllegalArgumentException("it does not say format = " + FORMAT);
      }
      if (tree.path("format-version").asInt() > FORMAT_VERSION) {
        throw new IllegalArgumentException(
            "it is of version "
                + tree.path("format-version").asInt()
                + " and this Perplex reads up to "
                + FORMAT_VERSION);
      }
      if (tree instanceof ObjectNode fields && !fields.has("epoch")) {
        fields.put("epoch", 0); // written before there were leases
      }
      event = Json.read(tree.toString(), Event.class);
    } catch (NullPointerException e) {
      throw new IllegalArgumentException("a field is missing", e);
    }
    if (!seal(text).equals(event.seal)) {
      throw new IllegalArgumentException("its content does not match its seal");
    }
    try {
      event.instant();
    } catch (DateTimeException | NullPointerException e) {
      throw new IllegalArgumentException("it does not say when it was", e);
    }
    if (!event.id.equals(name)) {
      throw new IllegalArgumentException("it is the event " + event.id);
    }
    return event;
  }

  /** Whether a version was judged: by gates, not by a person. */
  public boolean judges() {
    return kind == Kind.PROMOTED || kind == Kind.REFUSED;
  }

  public Instant instant() {
    return Instant.parse(at);
  }

  /** What a promoter or a person has to say; the registry adds the rest. */
  public record Draft(
      Kind kind,
      String by,
      String why,
      String run,
      Version version,
      String against,
      String decision,
      List<GateDecision> gates) {}
}
