package dev.perplex.job;

import dev.perplex.eval.DocumentLosses;
import dev.perplex.provenance.Fingerprint;
import dev.perplex.provenance.Json;
import dev.perplex.provenance.RunRecord;
import dev.perplex.provenance.Stage;
import dev.perplex.report.Report;
import dev.perplex.report.ReportExample;
import dev.perplex.store.Artefact;
import dev.perplex.store.ArtefactStore;
import dev.perplex.store.ArtefactWriter;
import dev.perplex.store.Location;
import dev.perplex.store.PartFile;
import dev.perplex.store.RunFolder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Finished runs that only have a report, for tests of what compares them. */
final class ReportedRuns {
  private final Location root;

  ReportedRuns(Location root) {
    this.root = root;
  }

  /** The example's report, of other test tokens and text where asked for. */
  static Report report(String tokensSha256, String textSha256) {
    Report example = ReportExample.report();
    Report.Test test = example.test();
    return Json.read(
        Json.pretty(example)
            .replace(test.tokensSha256(), tokensSha256)
            .replace(test.textSha256(), textSha256),
        Report.class);
  }

  void add(String id, String started, Report report, DocumentLosses losses) {
    add(id, started, Json.pretty(report), losses.toBytes());
  }

  void add(String id, String started, String report, byte[] losses) {
    ArtefactWriter writer =
        new ArtefactStore(root)
            .attempt(Stage.REPORT, Fingerprint.of(Stage.REPORT, Map.of("run", id), Map.of()));
    List<PartFile> files =
        List.of(
            writer.file(ReportJob.JSON_FILE, report.getBytes(StandardCharsets.UTF_8), Map.of()),
            writer.file(ReportJob.LOSSES_FILE, losses, Map.of()));
    Artefact artefact =
        writer.publish(
            files, Map.of(), new RunRecord(id, Map.of(), Map.of(), Map.of(), Map.of(), started, 1));
    try (RunFolder folder = RunFolder.of(root, id)) {
      folder.writeRun(Map.of("id", id, "pipeline", "sample", "date", "", "started", started));
      folder.writeResult(
          Map.of(
              "ended",
              started,
              "stages",
              Map.of(
                  "report",
                  Map.of(
                      "artefact", artefact.folder().uri(),
                      "fingerprint", artefact.manifest().fingerprint(),
                      "skipped", false))));
    }
  }
}
