package dev.perplex.store;

import dev.perplex.provenance.PerplexException;
import java.util.List;
import java.util.UUID;

/**
 * A new file or folder where a user wants it. It is written beside that place under a hidden name
 * and moved there when it is whole, so nobody finds half of it; what stands there already is never
 * touched. A killed process leaves the hidden folder ({@code .NAME.export-...}), which may be
 * deleted.
 */
public final class Export implements Parts, AutoCloseable {
  private static final long serialVersionUID = 1L;

  private final Location target;
  private final Location hidden;

  private Export(Location target, Location hidden) {
    this.target = target;
    this.hidden = hidden;
  }

  /**
   * @throws PerplexException exit code 2, where something stands there already
   */
  public static Export to(Location target) {
    refuseWhatStands(target);
    String name = "." + target.name() + ".export-" + UUID.randomUUID().toString().substring(0, 8);
    return new Export(target, target.parent().child(name));
  }

  private static void refuseWhatStands(Location target) {
    if (target.exists()) {
      throw PerplexException.usage(
          "%s exists. An export overwrites nothing: name another place, or delete it first.",
          target);
    }
  }

  @Override
  public PartOutput part(String name, int tries) {
    return PartOutput.of(hidden, name, tries);
  }

  @Override
  public Location place(String path) {
    return hidden.child(path);
  }

  /** Makes all that was written the folder at the target. */
  public void publishFolder() {
    refuseWhatStands(target);
    hidden.moveTo(target);
  }

  /** Makes one file the file at the target. */
  public void publishFile(PartFile file) {
    refuseWhatStands(target);
    hidden.child(file.path()).moveTo(target);
  }

  /** Deletes what was not published. */
  @Override
  public void close() {
    if (hidden.exists()) {
      hidden.delete();
    }
  }

  /** Copies files of an artefact, each checked against its manifest, under their names. */
  public List<PartFile> copy(Artefact artefact, List<PartFile> files, String prefix) {
    return files.stream()
        .map(
            file ->
                PartCopy.of(
                    artefact.location(file), file, part(file.name().substring(prefix.length()))))
        .toList();
  }
}
