package dev.perplex.store;

import dev.perplex.provenance.Json;
import dev.perplex.provenance.PerplexException;
import dev.perplex.provenance.Redaction;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.fs.Syncable;

/**
 * A run's folder: {@code run.json} (what it is), {@code events/TIME.jsonl} (what happens), {@code
 * result.json} (how it ended). Stores without append cannot add to one event file, so each attempt
 * at a run writes its own; object stores show a file only when it is complete, so there it is one
 * every ten seconds. None of them holds a secret.
 */
public final class RunFolder implements AutoCloseable {
  private static final String RESULT = "result.json";

  /** Where a stream shows nothing before it is closed, it is closed this often. */
  private static final long ROLL_NANOS = 10_000_000_000L;

  private final Location folder;
  private OutputStream events;
  private long opened; // by System.nanoTime

  private RunFolder(Location folder) {
    this.folder = folder;
  }

  public static RunFolder of(Location root, String id) {
    return new RunFolder(root.child("runs").child(id));
  }

  /** The ids of all runs below a storage root, sorted. */
  public static List<String> ids(Location root) {
    return root.child("runs").names();
  }

  public Location location() {
    return folder;
  }

  public void writeRun(Map<String, ?> run) {
    replace("run.json", run);
  }

  /** Writes how it ended; all events before are there then. */
  public void writeResult(Object result) {
    close();
    replace(RESULT, result);
  }

  private void replace(String name, Object content) {
    String text = Json.pretty(Redaction.of(Json.tree(content)));
    folder.child(name).replaceBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds an event with the time, and flushes it to where another machine can read it. */
  public synchronized void event(String kind, Map<String, ?> fields) {
    Map<String, Object> event = new TreeMap<>(fields);
    event.put("at", Instant.now().toString());
    event.put("event", kind);
    try {
      if (events == null) {
        String name = Instant.now().toString().replaceAll("[^0-9TZ]", "") + ".jsonl";
        events = folder.child("events").child(name).create();
        opened = System.nanoTime();
      }
      events.write(
          (Json.line(Redaction.of(Json.tree(event))) + "\n").getBytes(StandardCharsets.UTF_8));
      show();
    } catch (IOException e) {
      throw folder.child("events").unable("written", e);
    }
  }

  /** Lets others see what was written: at once where the store can, within seconds elsewhere. */
  private void show() throws IOException {
    if (events instanceof StreamCapabilities stream
        && stream.hasCapability(StreamCapabilities.HSYNC)
        && events instanceof Syncable syncable) {
      syncable.hflush();
    } else if (System.nanoTime() - opened >= ROLL_NANOS) {
      OutputStream full = events;
      events = null;
      full.close();
    } else {
      events.flush();
    }
  }

  /** All events of all attempts, oldest first; a line cut short by a killed run is left out. */
  public List<Map<?, ?>> events() {
    return follow().more();
  }

  /** Reads events as they come. */
  public EventReader follow() {
    return new EventReader(folder.child("events"));
  }

  /**
   * The verdict of a finished run.
   *
   * @throws PerplexException exit code 2, where the run has none
   */
  public Map<?, ?> result() {
    return json(RESULT);
  }

  /** What a finished run says of its stages, by their names; empty where it has not finished. */
  public Map<String, Object> stages() {
    return isFinished() ? notedStages() : Map.of();
  }

  /** The same from whatever result there is: an artefact that was made stays made. */
  public Map<String, Object> notedStages() {
    Map<String, Object> stages = new TreeMap<>();
    try {
      if (folder.child(RESULT).exists() && result().get("stages") instanceof Map<?, ?> made) {
        made.forEach((stage, artefact) -> stages.put(String.valueOf(stage), artefact));
      }
    } catch (PerplexException e) {
      return stages; // a result cut short by a kill tells nothing
    }
    return stages;
  }

  /** What earlier attempts at the run found out once and for all. */
  public Map<String, Object> noted() {
    Map<String, Object> noted = new TreeMap<>();
    try {
      if (exists() && run().get("noted") instanceof Map<?, ?> before) {
        before.forEach((what, value) -> noted.put(String.valueOf(what), value));
      }
    } catch (PerplexException e) {
      return noted; // cut short by a kill
    }
    return noted;
  }

  public Map<?, ?> run() {
    return json("run.json");
  }

  public boolean exists() {
    return folder.child("run.json").exists();
  }

  /** Whether its last owner has said how it ended. */
  public boolean isFinished() {
    return folder.child(RESULT).exists() && !isOutdated();
  }

  /**
   * Whether the result is of an owner that was taken over: it looked at its lease, was stopped, and
   * wrote when it woke.
   */
  private boolean isOutdated() {
    try {
      Object epoch = json(RESULT).get("epoch");
      return epoch instanceof Number number
          && number.longValue() < new LeaseView(folder.child(LeaseView.FOLDER).names()).owned();
    } catch (PerplexException e) {
      return false; // a damaged one is nobody's
    }
  }

  public void clearResult() {
    folder.child(RESULT).delete();
  }

  /** Takes the lease on the run, before anything of it is written. See {@link Claimant#acquire}. */
  public Lease lease(Claimant claimant, Consumer<String> notes) {
    return claimant.acquire(folder.child(LeaseView.FOLDER), "the run " + folder.name(), 0, notes);
  }

  /** Watches whether its driver lives. */
  public RunPulse pulse() {
    return new RunPulse(folder.child(LeaseView.FOLDER));
  }

  /** Whether a driver owns it, or did when it was killed. */
  public boolean isOwned() {
    return new LeaseView(folder.child(LeaseView.FOLDER).names()).owner() != null;
  }

  /** Whether a driver is at work on it: it has its lease, and has beaten since a moment. */
  public boolean isAlive(Instant since) {
    return LeaseView.isAlive(folder, since);
  }

  private Map<?, ?> json(String name) {
    Location file = folder.child(name);
    if (!file.exists()) {
      throw PerplexException.usage(
          "%s does not exist. Name a run that 'perplex status' lists.", file);
    }
    try {
      return Json.read(file.readText(), Map.class);
    } catch (IllegalArgumentException e) {
      throw PerplexException.dataRefused("%s is damaged: it is not JSON. Run it again.", file);
    }
  }

  @Override
  public synchronized void close() {
    if (events != null) {
      try {
        events.close();
      } catch (IOException e) {
        throw folder.child("events").unable("written", e);
      }
      events = null;
    }
  }
}
