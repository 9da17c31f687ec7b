package dev.perplex.job;

import dev.perplex.provenance.PerplexException;
import dev.perplex.provenance.Stage;
import dev.perplex.store.Artefact;
import dev.perplex.store.Location;
import dev.perplex.store.RunFolder;
import java.util.List;
import java.util.Map;

/** Finds what a finished run made, for the tools that use it. */
public final class FinishedRun {
  private FinishedRun() {}

  /**
   * A stage's artefact.
   *
   * @param id of the run; null for the one that ended last among those that made the stage
   */
  public static Artefact artefact(Location root, String id, Stage stage) {
    String run = id == null ? latest(root, stage) : id;
    RunFolder folder = RunFolder.of(root, run);
    if (!folder.exists()) {
      throw PerplexException.usage(
          "There is no run %s in %s. 'perplex status' lists all runs.", run, root);
    }
    String fingerprint = fingerprint(folder, stage);
    if (fingerprint == null) {
      throw PerplexException.usage(
          "The run %s has no finished %s stage. 'perplex status %s' shows what it made.",
          run, stage, run);
    }
    // By the root, and so with what reaches it: the address that the result notes is for people.
    return Artefact.open(root.child("artefacts").child(stage.label()).child(fingerprint));
  }

  private static String latest(Location root, Stage stage) {
    List<String> ids = RunFolder.ids(root);
    String best = null;
    String bestEnd = "";
    for (String id : ids) {
      RunFolder folder = RunFolder.of(root, id);
      if (fingerprint(folder, stage) != null) {
        String end = String.valueOf(folder.result().get("ended"));
        if (end.compareTo(bestEnd) > 0) {
          best = id;
          bestEnd = end;
        }
      }
    }
    if (best == null) {
      throw PerplexException.usage(
          "No run in %s has finished %s. Run jobs/pipeline first, or name the place with --set"
              + " storage.root=FOLDER.",
          root, stage);
    }
    return best;
  }

  private static String fingerprint(RunFolder folder, Stage stage) {
    return folder.stages().get(stage.label()) instanceof Map<?, ?> made
        ? String.valueOf(made.get("fingerprint"))
        : null;
  }
}
