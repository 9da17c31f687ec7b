package dev.perplex.store;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A place where tasks and the driver write part files: an artefact, or an export. */
public interface Parts extends Serializable {

  /**
   * A part file written by a task. Each try of a task writes a file of its own, so a lost task that
   * still runs somewhere never touches the one that counts.
   *
   * @param tries how often Spark has started the task before; 0 for nearly all
   */
  PartOutput part(String name, int tries);

  /** Where a path below this place lies. */
  Location place(String path);

  /** A part file written by the driver. */
  default PartOutput part(String name) {
    return part(name, 0);
  }

  /** Writes a small file whole. */
  default PartFile file(String name, byte[] bytes, Map<String, Long> counts) {
    PartOutput out = part(name);
    try (out) {
      out.write(bytes);
    } catch (IOException e) {
      throw place(name).unable("written", e);
    }
    return out.finished(counts);
  }

  /**
   * Deletes what lost tries of tasks left in a folder whose reader takes every file for a part of
   * its own, as Spark does. Called by the driver, after the tasks.
   *
   * @param files those that count
   */
  default void keepOnly(String folder, List<PartFile> files) {
    Set<String> kept = files.stream().map(PartFile::path).collect(Collectors.toSet());
    for (String name : place(folder).names()) {
      if (!kept.contains(folder + "/" + name)) {
        place(folder + "/" + name).delete();
      }
    }
  }
}
