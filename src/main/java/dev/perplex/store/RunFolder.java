package dev.perplex.store;

import dev.perplex.provenance.Json;
import dev.perplex.provenance.PerplexException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.hadoop.fs.Syncable;

/**
 * A run's folder: {@code run.json} (what it is), {@code events/ATTEMPT.jsonl} (what happens),
 * {@code result.json} (how it ended). Stores without append cannot add to one event file, so each
 * attempt at a run writes its own.
 */
public final class RunFolder implements AutoCloseable {
  private static final String RESULT = "result.json";

  private final Location folder;
  private OutputStream events;

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
    folder.child("run.json").writeText(Json.pretty(run));
  }

  public void writeResult(Object result) {
    folder.child(RESULT).writeText(Json.pretty(result));
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
      }
      events.write((Json.line(event) + "\n").getBytes(StandardCharsets.UTF_8));
      if (events instanceof Syncable stream) {
        stream.hflush();
      } else {
        events.flush();
      }
    } catch (IOException e) {
      throw folder.child("events").unable("written", e);
    }
  }

  /** All events of all attempts, oldest first; a line cut short by a killed run is left out. */
  public List<Map<?, ?>> events() {
    List<Map<?, ?>> all = new ArrayList<>();
    Location place = folder.child("events");
    for (String name : place.names()) {
      for (String line : place.child(name).readText().split("\n", -1)) {
        try {
          all.add(Json.read(line, Map.class));
        } catch (IllegalArgumentException e) {
          // The line that was being written when the run was killed.
        }
      }
    }
    return all;
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
