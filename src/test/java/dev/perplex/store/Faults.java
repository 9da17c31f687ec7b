package dev.perplex.store;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;

/**
 * What goes wrong in {@link FlakyFiles}, for all of this JVM: at most one call of those that a kind
 * of fault can befall, chosen by its number; or a disk that is full until somebody frees it.
 */
public final class Faults {
  /** What is done to storage. Calls within a call are not counted. */
  enum Call {
    STATUS,
    LIST,
    OPEN,
    READ,
    MKDIRS,
    CREATE,
    WRITE,
    FLUSH,
    CLOSE,
    RENAME,
    DELETE
  }

  /** How a call fails. */
  public enum Kind {
    /** It has no effect. */
    THROWN(EnumSet.allOf(Call.class)),
    /** It has all of its effect, but who called does not hear of that. */
    UNACKNOWLEDGED(
        EnumSet.of(
            Call.MKDIRS,
            Call.CREATE,
            Call.WRITE,
            Call.FLUSH,
            Call.CLOSE,
            Call.RENAME,
            Call.DELETE)),
    /** Half of the bytes come to lie on storage. */
    SHORT(EnumSet.of(Call.WRITE, Call.CLOSE));

    private final Set<Call> calls;

    Kind(Set<Call> calls) {
      this.calls = calls;
    }
  }

  private static final Faults NONE = new Faults(null, 0, Long.MAX_VALUE);
  private static volatile Faults current = NONE;

  private final Kind kind; // null for none
  private final long at; // the call that fails, from 0
  private final long room; // bytes that the disk still takes
  private long calls;
  private long written;
  private String hit; // the call that failed

  private Faults(Kind kind, long at, long room) {
    this.kind = kind;
    this.at = at;
    this.room = room;
  }

  /** From now on nothing fails. */
  public static void none() {
    current = NONE;
  }

  /**
   * From now on one call fails.
   *
   * @param at its number among those that this kind can befall, from 0
   */
  public static Faults at(Kind kind, long at) {
    current = new Faults(kind, at, Long.MAX_VALUE);
    return current;
  }

  /** From now on calls that this kind can befall are counted, and none fails. */
  public static Faults counted(Kind kind) {
    return at(kind, Long.MAX_VALUE);
  }

  /** From now on the disk takes some bytes, and no more. */
  public static Faults full(long room) {
    current = new Faults(null, 0, room);
    return current;
  }

  static Faults current() {
    return current;
  }

  /** Calls so far that this kind can befall. */
  public synchronized long calls() {
    return calls;
  }

  /** Bytes that were written so far. */
  public synchronized long written() {
    return written;
  }

  /** What failed, for messages; null where nothing did. */
  public synchronized String hit() {
    return hit;
  }

  /** Whether this call is the one. */
  synchronized boolean strikes(Call call, Object where) {
    if (kind == null || !kind.calls.contains(call) || calls++ != at) {
      return false;
    }
    hit = kind + " at " + call + " " + at + " of " + where;
    return true;
  }

  Kind kind() {
    return kind;
  }

  /** How many of these bytes the disk still takes. */
  synchronized int taken(int bytes, Object where) {
    long taken = Math.min(bytes, room - written);
    written += taken;
    if (taken < bytes) {
      hit = "full at " + where;
    }
    return (int) taken;
  }

  static IOException full() {
    return new IOException("No space left on device");
  }

  static IOException planted() {
    return new IOException("the storage fails (planted)");
  }
}
