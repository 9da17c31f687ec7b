package dev.perplex.registry;

import dev.perplex.store.Location;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code registry/PIPELINE/events}. */
final class StoredEvents implements EventStore {
  private static final String SUFFIX = ".json";

  private final Location folder;

  StoredEvents(Location folder) {
    this.folder = folder;
  }

  private Location file(String name) {
    return folder.child(name + SUFFIX);
  }

  /** Names that start with a dot are files that are being written. */
  @Override
  public List<String> names() {
    return folder.names().stream()
        .filter(name -> !name.startsWith(".") && name.endsWith(SUFFIX))
        .map(name -> name.substring(0, name.length() - SUFFIX.length()))
        .toList();
  }

  @Override
  public String read(String name) {
    return file(name).readText();
  }

  @Override
  public void write(String name, String text) {
    file(name).replaceBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String place(String name) {
    return file(name).toString();
  }
}
