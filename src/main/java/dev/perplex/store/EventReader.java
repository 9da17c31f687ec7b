package dev.perplex.store;

import dev.perplex.provenance.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a run's events while other processes write them, each event once. A file only grows, and a
 * driver begins a new one when it has ended the one before: so all but the newest are read through
 * once.
 */
public final class EventReader {
  private final Location folder;
  private final Set<String> ended = new HashSet<>(); // files that were read to their ends
  private final Map<String, Long> read = new HashMap<>(); // bytes of whole lines, of others

  EventReader(Location folder) {
    this.folder = folder;
  }

  /**
   * The events that have come since the last call, oldest first. A line that is still being written
   * comes later; one that was cut short when its run was killed never does.
   */
  public List<Map<?, ?>> more() {
    List<Map<?, ?>> events = new ArrayList<>();
    List<String> names =
        folder.names().stream()
            .filter(name -> !name.startsWith(".") && !ended.contains(name))
            .toList();
    for (String name : names) {
      more(name, events);
      if (!name.equals(names.get(names.size() - 1))) {
        ended.add(name);
        read.remove(name);
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
