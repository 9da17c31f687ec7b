package dev.perplex.job;

import dev.perplex.provenance.PerplexException;
import dev.perplex.provenance.RunRecord;
import dev.perplex.provenance.Stage;
import dev.perplex.store.Artefact;
import dev.perplex.store.Location;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/** Says why a stage is not skipped: what differs from the last time it was made. */
final class Differences {
  private static final int MOST = 3;

  private final Location root;

  Differences(Location root) {
    this.root = root;
  }

  String of(Stage stage, Map<String, ?> settings, Map<String, String> inputs) {
    Optional<RunRecord> last = last(stage);
    if (last.isEmpty()) {
      return "first time here";
    }
    List<String> changes = new ArrayList<>();
    compare(settings, last.get().settings(), changes);
    for (String role : new TreeSet<>(inputs.keySet())) {
      if (!inputs.get(role).equals(last.get().inputs().get(role))) {
        changes.add("input " + role + " changed");
      }
    }
    if (changes.isEmpty()) {
      return "the stage itself changed since";
    }
    int more = changes.size() - MOST;
    return String.join("; ", changes.subList(0, Math.min(MOST, changes.size())))
        + (more > 0 ? "; and " + more + " more" : "");
  }

  private static void compare(Map<String, ?> now, Map<String, ?> then, List<String> changes) {
    TreeSet<String> keys = new TreeSet<>(now.keySet());
    keys.addAll(then.keySet());
    for (String key : keys) {
      String value = Objects.toString(now.get(key), "unset");
      String before = Objects.toString(then.get(key), "unset");
      if (!value.equals(before)) {
        changes.add(key + " = " + value + " (was " + before + ")");
      }
    }
  }

  private Optional<RunRecord> last(Stage stage) {
    Location folder = root.child("artefacts").child(stage.label());
    List<RunRecord> records = new ArrayList<>();
    for (String fingerprint : folder.names()) {
      try {
        records.add(Artefact.open(folder.child(fingerprint)).manifest().record());
      } catch (PerplexException e) {
        // An unfinished or damaged neighbour has no say in why this one is made.
      }
    }
    return records.stream().max(Comparator.comparing(RunRecord::started));
  }
}
