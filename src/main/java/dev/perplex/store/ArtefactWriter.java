package dev.perplex.store;

import dev.perplex.provenance.Fingerprint;
import dev.perplex.provenance.PerplexException;
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
  private final transient Fence fence; // null on executors, where nothing is published

  ArtefactWriter(
      Stage stage, Fingerprint fingerprint, Location folder, String attempt, Fence fence) {
    this.stage = stage;
    this.fingerprint = fingerprint;
    this.folder = folder;
    this.attempt = attempt;
    this.fence = fence;
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
    ArtefactWriter writer = new ArtefactWriter(stage, fingerprint, folder, below, fence);
    return new Draft(stage.label(), fingerprint.hex(), folder, below, writer);
  }

  /** A place beside the attempts that outlives this one: for the checkpoints of a stage. */
  public OwnedFolder shared(String name, OwnedFolder.Earlier earlier) {
    return new OwnedFolder(folder.child(name), fence, earlier);
  }

  /**
   * Makes this attempt the artefact.
   *
   * @throws PerplexException exit code 30, where another driver has taken over
   */
  public Artefact publish(List<PartFile> files, Map<String, Long> counts, RunRecord record) {
    return Artefact.published(
        folder,
        Manifest.sealed(stage.label(), fingerprint.hex(), attempt, files, counts, record),
        fence);
  }
}
