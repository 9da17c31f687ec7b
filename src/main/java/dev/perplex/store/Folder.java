package dev.perplex.store;

/** A folder where parts are written in place. Whoever writes there decides when it counts. */
public record Folder(Location location) implements Parts {

  @Override
  public PartOutput part(String name, int tries) {
    return PartOutput.of(location, name, tries);
  }

  @Override
  public Location place(String path) {
    return location.child(path);
  }
}
