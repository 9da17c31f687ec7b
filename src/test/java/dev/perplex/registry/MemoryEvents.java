package dev.perplex.registry;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** An object store in memory: each call is one step, told before it is taken. */
final class MemoryEvents implements EventStore {
  private final Map<Shelf, TreeMap<String, String>> shelves = new EnumMap<>(Shelf.class);
  private Consumer<String> steps = step -> {};

  MemoryEvents() {
    for (Shelf shelf : Shelf.values()) {
      shelves.put(shelf, new TreeMap<>());
    }
  }

  /** The same files, seen by somebody whose steps are told. */
  EventStore told(Consumer<String> listener) {
    MemoryEvents view = new MemoryEvents();
    view.shelves.putAll(shelves);
    view.steps = listener;
    return view;
  }

  @Override
  public List<String> names(Shelf shelf) {
    steps.accept("list " + shelf);
    return List.copyOf(shelves.get(shelf).keySet());
  }

  /** Files do not change, so when one is read makes no difference, and it is no step. */
  @Override
  public String read(Shelf shelf, String name) {
    return shelves.get(shelf).get(name);
  }

  @Override
  public void write(Shelf shelf, String name, String text) {
    steps.accept("write " + shelf);
    shelves.get(shelf).put(name, text);
  }

  @Override
  public void delete(Shelf shelf, String name) {
    steps.accept("delete " + shelf);
    shelves.get(shelf).remove(name);
  }

  @Override
  public String place(Shelf shelf, String name) {
    return "memory/" + shelf + "/" + name;
  }
}
