package dev.perplex.registry;

import java.util.List;
import java.util.TreeMap;

/** An event store in memory. */
final class MemoryEvents implements EventStore {
  private final TreeMap<String, String> files = new TreeMap<>();

  @Override
  public synchronized List<String> names() {
    return List.copyOf(files.keySet());
  }

  @Override
  public synchronized String read(String name) {
    return files.get(name);
  }

  @Override
  public synchronized void write(String name, String text) {
    files.put(name, text);
  }

  @Override
  public String place(String name) {
    return "memory/" + name;
  }
}
