package dev.perplex.job;

import dev.perplex.provenance.Redaction;
import dev.perplex.report.Report;
import dev.perplex.report.ReportRecord;
import dev.perplex.report.ReportSettings;
import dev.perplex.report.machine.LineageEvents;
import dev.perplex.report.machine.MlflowRun;
import dev.perplex.report.machine.PrometheusText;
import dev.perplex.store.Location;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/** The report for other programs, where the settings name a place for it. */
final class MachineFiles {
  /** Settings that say where files go, and change no result. */
  static final Set<String> PATHS =
      Set.of("report.prometheus", "report.mlflow", "report.openlineage");

  private final ReportSettings settings;
  private final Configuration hadoop;

  MachineFiles(ReportSettings settings, Configuration hadoop) {
    this.settings = settings;
    this.hadoop = hadoop;
  }

  static MachineFiles of(Run run) {
    return new MachineFiles(
        run.settings().block("report", ReportSettings.class), run.session().hadoop());
  }

  /** Checks before the work that the places can be written. */
  void check() {
    if (!settings.prometheus().isEmpty()) {
      place(settings.prometheus()).parent().checkWritable("report.prometheus");
    }
    if (!settings.mlflow().isEmpty()) {
      place(settings.mlflow()).checkWritable("report.mlflow");
    }
    if (!settings.openlineage().isEmpty()) {
      place(settings.openlineage()).checkWritable("report.openlineage");
    }
  }

  /**
   * @param report as its file holds it
   * @param page of the run
   */
  void write(Report report, ReportRecord record, byte[] json, byte[] page) {
    if (!settings.prometheus().isEmpty()) {
      place(settings.prometheus())
          .replaceBytes(PrometheusText.of(report, record).getBytes(StandardCharsets.UTF_8));
    }
    if (!settings.mlflow().isEmpty()) {
      Location folder = place(settings.mlflow());
      for (Map.Entry<String, String> file :
          MlflowRun.files(report, record, Redaction.of(folder.uri())).entrySet()) {
        folder.child(file.getKey()).replaceBytes(file.getValue().getBytes(StandardCharsets.UTF_8));
      }
      Location artifacts = folder.child(MlflowRun.artifacts(report, record));
      artifacts.child("report.json").replaceBytes(json);
      artifacts.child("index.html").replaceBytes(page);
    }
    if (!settings.openlineage().isEmpty()) {
      place(settings.openlineage())
          .child(record.run() + ".jsonl")
          .replaceBytes(LineageEvents.of(report, record).getBytes(StandardCharsets.UTF_8));
    }
  }

  private Location place(String path) {
    return Location.of(path, hadoop);
  }
}
