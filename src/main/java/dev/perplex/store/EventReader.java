package dev.perplex.store;

import dev.perplex.provenance.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a run's events while other processes write them, each event once. Files only grow, and an
 * attempt at the run begins a new one.
 */
public final class EventReader {
  private final Location folder;
  private final Map<String, Long> read = new HashMap<>(); // bytes of whole lines, by file

  EventReader(Location folder) {
    this.folder = folder;
  }

  /**
   * The events that have come since the last call, oldest first. A line that is still being written
   * comes later; one that was cut short when its run was killed never does.
   */
  public List<Map<?, ?>> more() {
    List<Map<?, ?>> events = new ArrayList<>();
    for (String name : folder.names()) {
      if (!name.startsWith(".")) {
        more(name, events);
      }
    }
    return events;
  }

  private void more(String name, List<Map<?, ?>> events) {
    Location file = folder.child(name);
    long from = read.getOrDefault(name, 0L);
    byte[] bytes;
    try (InputStream in = file.open(from)) {
      bytes = in.readAllBytes();
    } catch (IOException e) {
      throw file.unable("read", e);
    }
    int start = 0;
    for (int end = 0; end < bytes.length; end++) {
      if (bytes[end] == '\n') {
        add(new String(bytes, start, end - start, StandardCharsets.UTF_8), events);
        start = end + 1;
      }
    }
    read.put(name, from + start);
  }

  private static void add(String line, List<Map<?, ?>> events) {
    try {
      events.add(Json.read(line, Map.class));
    } catch (IllegalArgumentException e) {
      // Damaged: the events before and after it still tell what happened.
    }
  }
}
