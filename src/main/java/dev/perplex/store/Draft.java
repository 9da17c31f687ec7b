package dev.perplex.store;

import dev.perplex.provenance.RunRecord;
import java.util.List;
import java.util.Map;

/**
 * Parts that a stage writes for itself, in a folder of its attempt. They can be read as an artefact
 * but are never published; closing deletes them.
 */
public final class Draft implements AutoCloseable {
  private final String stage;
  private final String fingerprint;
  private final Location artefact;
  private final String attempt; // the folder below the artefact's
  private final ArtefactWriter writer;

  Draft(
      String stage, String fingerprint, Location artefact, String attempt, ArtefactWriter writer) {
    this.stage = stage;
    this.fingerprint = fingerprint;
    this.artefact = artefact;
    this.attempt = attempt;
    this.writer = writer;
  }

  /** Where the parts are written. */
  public ArtefactWriter writer() {
    return writer;
  }

  /** These parts, for reading until the draft is closed. */
  public Artefact of(List<PartFile> files) {
    return Artefact.unpublished(
        artefact,
        Manifest.sealed(
            stage,
            fingerprint,
            attempt,
            files,
            Map.of(),
            new RunRecord("", Map.of(), Map.of(), Map.of(), Map.of(), "", 0)));
  }

  @Override
  public void close() {
    artefact.child(attempt).delete();
  }
}
