package dev.perplex.store;

import dev.perplex.provenance.Fingerprint;
import dev.perplex.provenance.Stage;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.UUID;

/** The artefacts below a storage root: {@code artefacts/STAGE/FINGERPRINT/}. */
public final class ArtefactStore {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Location root;

  public ArtefactStore(Location root) {
    this.root = root;
  }

  /** The finished artefact with this fingerprint, if there is one. */
  public Optional<Artefact> find(Stage stage, Fingerprint fingerprint) {
    Location folder = folder(stage, fingerprint);
    return Artefact.isFinished(folder) ? Optional.of(Artefact.open(folder)) : Optional.empty();
  }

  /** A new attempt; its name is unique, so two drivers never write into one folder. */
  public ArtefactWriter attempt(Stage stage, Fingerprint fingerprint) {
    String attempt =
        TIME.format(Instant.now()) + "-" + UUID.randomUUID().toString().substring(0, 8);
    return new ArtefactWriter(stage, fingerprint, folder(stage, fingerprint), attempt);
  }

  /** Whether a folder is that of a finished artefact. */
  public static boolean isArtefact(Location folder) {
    return Artefact.isFinished(folder);
  }

  /** Deletes a finished artefact, its manifest first: readers find it whole or not at all. */
  public static void delete(Location folder) {
    folder.child(Manifest.FILE_NAME).delete();
    folder.delete();
  }

  public Location folder(Stage stage, Fingerprint fingerprint) {
    return root.child("artefacts").child(stage.label()).child(fingerprint.hex());
  }
}
