package dev.perplex.store;

import dev.perplex.provenance.Fingerprint;
import dev.perplex.provenance.PerplexException;
import dev.perplex.provenance.Stage;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

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
    return Artefact.find(folder(stage, fingerprint));
  }

  /** A new attempt in a store that nobody else writes to. */
  public ArtefactWriter attempt(Stage stage, Fingerprint fingerprint) {
    return attempt(stage, fingerprint, Fence.NONE);
  }

  /**
   * A new attempt; its name is unique, so two drivers never write into one folder.
   *
   * @param fence asked before it is published
   */
  public ArtefactWriter attempt(Stage stage, Fingerprint fingerprint, Fence fence) {
    String attempt =
        TIME.format(Instant.now()) + "-" + UUID.randomUUID().toString().substring(0, 8);
    return new ArtefactWriter(stage, fingerprint, folder(stage, fingerprint), attempt, fence);
  }

  /**
   * Takes the lease on an artefact that is to be made.
   *
   * @param notes told where it waits for another driver
   * @throws PerplexException exit code 30, where another driver is making it
   */
  public Lease lease(
      Stage stage, Fingerprint fingerprint, Claimant claimant, Consumer<String> notes) {
    Location folder = folder(stage, fingerprint);
    long published = Manifest.latest(folder.names()).map(Manifest::epoch).orElse(0L);
    String what = "the artefact " + stage + "/" + fingerprint;
    return claimant.acquire(folder.child(LeaseView.FOLDER), what, published, notes);
  }

  /** Whether a folder is that of a finished artefact. */
  public static boolean isArtefact(Location folder) {
    return Artefact.isFinished(folder);
  }

  /** Whether a driver is making an artefact anew in a folder, or was at a moment. */
  public static boolean isBeingMade(Location folder, Instant since) {
    return LeaseView.isAlive(folder, since);
  }

  /** Deletes a finished artefact, its manifests first: readers find it whole or not at all. */
  public static void delete(Location folder) {
    folder.names().stream()
        .filter(name -> Manifest.epoch(name) >= 0)
        .forEach(name -> folder.child(name).delete());
    folder.delete();
  }

  public Location folder(Stage stage, Fingerprint fingerprint) {
    return root.child("artefacts").child(stage.label()).child(fingerprint.hex());
  }
}
