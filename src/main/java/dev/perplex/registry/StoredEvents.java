package dev.perplex.registry;

import dev.perplex.provenance.PerplexException;
import dev.perplex.store.Location;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** {@code registry/PIPELINE/events} and {@code registry/PIPELINE/claims}. */
final class StoredEvents implements EventStore {
  private static final String SUFFIX = ".json";

  private final Location folder;

  StoredEvents(Location folder) {
    this.folder = folder;
  }

  private Location shelf(Shelf shelf) {
    return folder.child(shelf.name().toLowerCase(Locale.ROOT));
  }

  private Location file(Shelf shelf, String name) {
    return shelf(shelf).child(name + SUFFIX);
  }

  /** Names that start with a dot are files that are being written. */
  @Override
  public List<String> names(Shelf shelf) {
    return shelf(shelf).names().stream()
        .filter(name -> !name.startsWith(".") && name.endsWith(SUFFIX))
        .map(name -> name.substring(0, name.length() - SUFFIX.length()))
        .toList();
  }

  @Override
  public String read(Shelf shelf, String name) {
    Location file = file(shelf, name);
    try {
      return file.readText();
    } catch (PerplexException e) {
      if (file.exists()) {
        throw e;
      }
      return null; // deleted since it was listed
    }
  }

  @Override
  public void write(Shelf shelf, String name, String text) {
    file(shelf, name).replaceBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void delete(Shelf shelf, String name) {
    file(shelf, name).delete();
  }

  @Override
  public String place(Shelf shelf, String name) {
    return file(shelf, name).toString();
  }
}
