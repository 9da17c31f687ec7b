package dev.perplex.job;

import dev.perplex.lm.spark.Checkpoint;
import dev.perplex.lm.spark.Checkpoints;
import dev.perplex.provenance.Fingerprint;
import dev.perplex.provenance.Json;
import dev.perplex.provenance.PerplexException;
import dev.perplex.store.CheckedText;
import dev.perplex.store.Location;
import dev.perplex.store.OwnedFolder;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Checkpoints of {@code train} on storage. The models are written first, then the position with
 * their checksums, which makes the checkpoint exist; the last two are kept, so that one that is
 * damaged can be left for the one before it.
 */
final class StoredCheckpoints implements Checkpoints {
  private static final int KEPT = 2;
  private static final String POSITION = ".json";
  private static final Comparator<String> ORDER = Comparator.naturalOrder();

  private final OwnedFolder owned;
  private final Location folder;
  private final Consumer<String> warnings;

  StoredCheckpoints(OwnedFolder folder, Consumer<String> warnings) {
    this.owned = folder;
    this.folder = folder.location();
    this.warnings = warnings;
  }

  /** What the position file says. */
  record Saved(Checkpoint.Position position, String modelSha256, String bestSha256) {}

  @Override
  public Optional<Checkpoint> latest() {
    List<String> usable = owned.usable(StoredCheckpoints::isPosition, ORDER);
    if (usable.isEmpty()) {
      forget();
    }
    for (String name : names(usable)) {
      try {
        Checkpoint checkpoint = read(name);
        warnings.accept(
            "going on from checkpoint "
                + (name + " (" + checkpoint.position().curve().size())
                + " segments done)");
        return Optional.of(checkpoint);
      } catch (PerplexException | IllegalArgumentException e) {
        warnings.accept("checkpoint " + name + " is damaged and left: " + e.getMessage());
      }
    }
    return Optional.empty();
  }

  /** What is not gone on from now must not be gone on from later. */
  private void forget() {
    List<String> left = owned.newestFirst(StoredCheckpoints::isPosition, ORDER);
    if (!left.isEmpty()) {
      owned.check();
      left.forEach(each -> folder.child(each).delete());
    }
  }

  @Override
  public void save(Checkpoint checkpoint) {
    owned.check();
    String name = owned.path(String.format("segment-%05d", checkpoint.position().curve().size()));
    folder.child(name + ".model").writeBytes(checkpoint.model());
    folder.child(name + ".best").writeBytes(checkpoint.best());
    Saved saved =
        new Saved(
            checkpoint.position(),
            Fingerprint.sha256(checkpoint.model()),
            Fingerprint.sha256(checkpoint.best()));
    CheckedText.write(folder.child(name + POSITION), Json.line(saved));
    List<String> old = names(owned.newestFirst(StoredCheckpoints::isPosition, ORDER));
    if (old.size() > KEPT) {
      owned.check();
    }
    for (String each : old.subList(Math.min(KEPT, old.size()), old.size())) {
      folder.child(each + POSITION).delete();
      folder.child(each + ".model").delete();
      folder.child(each + ".best").delete();
    }
  }

  private Checkpoint read(String name) {
    Saved saved = Json.read(CheckedText.read(folder.child(name + POSITION)), Saved.class);
    if (saved.position() == null || saved.position().curve() == null) {
      throw new IllegalArgumentException(name + POSITION + " states no position");
    }
    return new Checkpoint(
        saved.position(),
        checked(name + ".model", saved.modelSha256()),
        checked(name + ".best", saved.bestSha256()));
  }

  private byte[] checked(String name, String sha256) {
    Location file = folder.child(name);
    try (InputStream in = file.open()) {
      byte[] bytes = in.readAllBytes();
      if (!Fingerprint.sha256(bytes).equals(sha256)) {
        throw new IllegalArgumentException(name + " does not match its checksum");
      }
      return bytes;
    } catch (IOException e) {
      throw new IllegalArgumentException(name + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static boolean isPosition(String name) {
    return name.endsWith(POSITION);
  }

  private static List<String> names(List<String> positions) {
    return positions.stream()
        .map(each -> each.substring(0, each.length() - POSITION.length()))
        .toList();
  }
}
