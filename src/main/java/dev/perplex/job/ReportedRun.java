package dev.perplex.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perplex.eval.DocumentLosses;
import dev.perplex.provenance.Json;
import dev.perplex.provenance.PerplexException;
import dev.perplex.provenance.Stage;
import dev.perplex.report.Report;
import dev.perplex.store.Artefact;
import dev.perplex.store.Location;
import dev.perplex.store.RunFolder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A run that has a report.
 *
 * @param id of the run
 * @param date logical date; empty for a run without one
 * @param ended when the run ended, ISO 8601, UTC; empty for one that runs
 * @param artefact of the report
 * @param report what it says
 */
public record ReportedRun(String id, String date, String ended, Artefact artefact, Report report) {

  /** By logical date, then by when the report was made, then by id. */
  public static final Comparator<ReportedRun> IN_TIME =
      Comparator.comparing(ReportedRun::date)
          .thenComparing(ReportedRun::made)
          .thenComparing(ReportedRun::id);

  /**
   * The run with this id.
   *
   * @throws PerplexException exit code 2, where there is none or it has no report; 20, where the
   *     report is of another version of this format
   */
  public static ReportedRun of(Location root, String id) {
    Artefact artefact = FinishedRun.artefact(root, id, Stage.REPORT);
    return of(RunFolder.of(root, id), id, artefact);
  }

  private static ReportedRun of(RunFolder folder, String id, Artefact artefact) {
    Map<?, ?> run = folder.run();
    String ended = folder.isFinished() ? String.valueOf(folder.result().get("ended")) : "";
    return new ReportedRun(id, String.valueOf(run.get("date")), ended, artefact, read(artefact));
  }

  /** The runs of a pipeline that have a report of this version, in time. */
  public static List<ReportedRun> all(Location root, String pipeline) {
    List<ReportedRun> all = new ArrayList<>();
    for (String id : RunFolder.ids(root)) {
      try {
        RunFolder folder = RunFolder.of(root, id);
        if (folder.stages().containsKey(Stage.REPORT.label())
            && pipeline.equals(folder.run().get("pipeline"))) {
          all.add(of(root, id));
        }
      } catch (PerplexException e) {
        // A run that is damaged, was deleted in part or is of another version is no part of
        // history.
      }
    }
    all.sort(IN_TIME);
    return all;
  }

  static Report read(Artefact artefact) {
    String name = artefact.folder() + "/" + ReportJob.JSON_FILE;
    try {
      String text = artefact.readText(ReportJob.JSON_FILE);
      JsonNode version = Json.tree(text).path("version");
      if (version.asInt() != Report.VERSION) {
        throw PerplexException.dataRefused(
            "%s is of version %s of the report, and %d is read here. Make the report again with"
                + " --force=report.",
            name, version, Report.VERSION);
      }
      return Json.read(text, Report.class);
    } catch (IllegalArgumentException e) {
      throw PerplexException.dataRefused(
          "%s cannot be read: %s. Make it again with --force=report.", name, e.getMessage());
    }
  }

  /** When the report was made, ISO 8601, UTC. */
  public String made() {
    return artefact.manifest().record().started();
  }

  /**
   * The losses of each document of the test split.
   *
   * @throws PerplexException exit code 20, where the file is damaged
   */
  public DocumentLosses losses() {
    try {
      return DocumentLosses.parse(artefact.read(ReportJob.LOSSES_FILE));
    } catch (IllegalArgumentException e) {
      throw PerplexException.dataRefused(
          "%s/%s cannot be read: %s. Make the report again with --force=report.",
          artefact.folder(), ReportJob.LOSSES_FILE, e.getMessage());
    }
  }
}
