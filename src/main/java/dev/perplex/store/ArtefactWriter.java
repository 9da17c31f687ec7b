package dev.perplex.store;

import dev.perplex.provenance.Fingerprint;
import dev.perplex.provenance.RunRecord;
import dev.perplex.provenance.Stage;
import java.util.List;
import java.util.Map;

/**
 * One attempt at an artefact. Executors write part files below the attempt's folder; the driver
 * publishes, last, by the manifest. What a killed attempt leaves behind is named by no manifest and
 * read by nobody.
 */
public final class ArtefactWriter implements Parts {
  private static final long serialVersionUID = 1L;

  private final Stage stage;
  private final Fingerprint fingerprint;
  private final Location folder;
  private final String attempt;

  ArtefactWriter(Stage stage, Fingerprint fingerprint, Location folder, String attempt) {
    this.stage = stage;
    this.fingerprint = fingerprint;
    this.folder = folder;
    this.attempt = attempt;
  }

  @Override
  public PartOutput part(String name, int tries) {
    return PartOutput.of(folder.child(attempt), name, tries);
  }

  @Override
  public Location place(String path) {
    return folder.child(attempt).child(path);
  }

  /** Room for parts that only this stage reads, below a folder of this name. */
  public Draft draft(String name) {
    String below = attempt + "/" + name;
    ArtefactWriter writer = new ArtefactWriter(stage, fingerprint, folder, below);
    return new Draft(stage.label(), fingerprint.hex(), folder, below, writer);
  }

  /** A place beside the attempts that outlives this one: for the checkpoints of a stage. */
  public Location shared(String name) {
    return folder.child(name);
  }

  public Artefact publish(List<PartFile> files, Map<String, Long> counts, RunRecord record) {
    return Artefact.published(
        folder, Manifest.sealed(stage.label(), fingerprint.hex(), attempt, files, counts, record));
  }
}
