package dev.perplex.registry;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** An object store in memory: each call of a viewer is one step, told before it is taken. */
final class MemoryEvents implements EventStore {
  private final Map<Shelf, TreeMap<String, String>> shelves = new EnumMap<>(Shelf.class);
  private final Map<String, String> aliases = new HashMap<>(); // names that are equal in every run

  MemoryEvents() {
    for (Shelf shelf : Shelf.values()) {
      shelves.put(shelf, new TreeMap<>());
    }
  }

  /** The same files, seen by somebody who waits before each step. */
  Viewer viewer(String who, Runnable step) {
    return new Viewer(who, step);
  }

  /** Which files are there, by who wrote them and as the how-manieth. */
  String state() {
    return shelves.values().stream().map(each -> known(each.keySet())).toList().toString();
  }

  private String known(Iterable<String> names) {
    TreeSet<String> known = new TreeSet<>();
    names.forEach(name -> known.add(aliases.getOrDefault(name, name)));
    return known.toString();
  }

  @Override
  public List<String> names(Shelf shelf) {
    return List.copyOf(shelves.get(shelf).keySet());
  }

  @Override
  public String read(Shelf shelf, String name) {
    return shelves.get(shelf).get(name);
  }

  @Override
  public void write(Shelf shelf, String name, String text) {
    shelves.get(shelf).put(name, text);
  }

  @Override
  public void delete(Shelf shelf, String name) {
    shelves.get(shelf).remove(name);
  }

  @Override
  public String place(Shelf shelf, String name) {
    return "memory/" + shelf + "/" + name;
  }

  /** Somebody at work on the files, and all that they did and saw. */
  final class Viewer implements EventStore {
    private final String who;
    private final Runnable step;
    private final StringBuilder trace = new StringBuilder();
    private int written;

    private Viewer(String who, Runnable step) {
      this.who = who;
      this.step = step;
    }

    String trace() {
      return trace.toString();
    }

    /** It has waited. */
    void waited() {
      trace.append(" waited");
    }

    @Override
    public List<String> names(Shelf shelf) {
      step.run();
      List<String> names = MemoryEvents.this.names(shelf);
      trace.append(" list ").append(shelf).append(known(names));
      return names;
    }

    /** Files do not change, so when one is read makes no difference, and it is no step. */
    @Override
    public String read(Shelf shelf, String name) {
      return MemoryEvents.this.read(shelf, name);
    }

    @Override
    public void write(Shelf shelf, String name, String text) {
      step.run();
      aliases.put(name, who + written++);
      MemoryEvents.this.write(shelf, name, text);
      trace.append(" write ").append(shelf);
    }

    @Override
    public void delete(Shelf shelf, String name) {
      step.run();
      MemoryEvents.this.delete(shelf, name);
      trace.append(" delete ").append(shelf);
    }

    @Override
    public String place(Shelf shelf, String name) {
      return MemoryEvents.this.place(shelf, name);
    }
  }
}
