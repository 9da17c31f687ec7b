package dev.perplex.lm.spark;

import dev.perplex.provenance.Json;
import dev.perplex.provenance.PerplexException;
import dev.perplex.store.CheckedText;
import dev.perplex.store.Location;
import dev.perplex.store.OwnedFolder;
import dev.perplex.store.SealedFile;
import dev.perplex.store.SealedFiles;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Checkpoints on storage. Tasks write the files; a checkpoint exists once the driver has written
 * the state that names them. The last two are kept, so that a damaged one can be left for the one
 * before it.
 */
final class RoundCheckpoints {
  private static final String STATE = "state-";
  private static final String JSON = ".json";
  private static final int KEPT = 2;

  private static final Comparator<String> ORDER = Comparator.naturalOrder(); // of equal length

  private final OwnedFolder owned;
  private final Location folder;
  private final SealedFiles files;

  RoundCheckpoints(OwnedFolder folder) {
    this.owned = folder;
    this.folder = folder.location();
    this.files = new SealedFiles(folder);
  }

  SealedFiles files() {
    return files;
  }

  /**
   * Makes a checkpoint the first of this owner: what others still write does not count any more.
   */
  void adopt(RoundCheckpoint checkpoint) {
    if (owned.isShared()) {
      write(checkpoint);
    }
  }

  private void write(RoundCheckpoint checkpoint) {
    owned.check();
    String name = STATE + String.format("%08d", checkpoint.position().rounds()) + JSON;
    CheckedText.write(folder.child(owned.path(name)), Json.line(checkpoint));
  }

  void commit(RoundCheckpoint checkpoint) {
    write(checkpoint);
    owned.keepNewest(
        KEPT,
        owned.newestFirst(RoundCheckpoints::isState, ORDER),
        each -> parsed(each).map(RoundCheckpoints::paths));
  }

  private static Set<String> paths(RoundCheckpoint checkpoint) {
    return checkpoint.files().stream().map(SealedFile::path).collect(Collectors.toSet());
  }

  /** The last checkpoint whose files are all sound. */
  Optional<RoundCheckpoint> latest(Consumer<String> notes) {
    for (String name : owned.usable(RoundCheckpoints::isState, ORDER)) {
      Optional<RoundCheckpoint> state = parsed(name);
      if (state.isPresent() && state.get().files().stream().allMatch(files::isSound)) {
        return state;
      }
      notes.accept("the checkpoint " + folder.child(name) + " is damaged and left");
    }
    return Optional.empty();
  }

  private Optional<RoundCheckpoint> parsed(String name) {
    try {
      return Optional.of(Json.read(CheckedText.read(folder.child(name)), RoundCheckpoint.class));
    } catch (PerplexException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean isState(String name) {
    return name.startsWith(STATE) && name.endsWith(JSON);
  }
}
