package dev.perplex.store;

import dev.perplex.provenance.Fingerprint;
import dev.perplex.provenance.RunRecord;
import dev.perplex.provenance.Stage;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * One attempt at an artefact. Executors write part files below the attempt's folder; the driver
 * publishes, last, by the manifest. What a killed attempt leaves behind is named by no manifest and
 * read by nobody.
 */
public final class ArtefactWriter implements Serializable {
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

  /** A part file written by the driver. */
  public PartOutput part(String name) {
    return part(name, 0);
  }

  /**
   * A part file written by a task. Each try of a task writes a file of its own, so a lost task that
   * still runs somewhere never touches the one that counts.
   *
   * @param tries how often Spark has started the task before; 0 for nearly all
   */
  public PartOutput part(String name, int tries) {
    String path = tries == 0 ? name : name + ".try-" + tries;
    return new PartOutput(name, path, folder.child(attempt).child(path));
  }

  /** Writes a small file whole. */
  public PartFile file(String name, byte[] bytes, Map<String, Long> counts) {
    PartOutput out = part(name);
    try (out) {
      out.write(bytes);
    } catch (IOException e) {
      throw folder.child(attempt).child(name).unable("written", e);
    }
    return out.finished(counts);
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
