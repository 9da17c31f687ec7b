package dev.perplex.report.page;

import static dev.perplex.report.page.Html.LEFT;
import static dev.perplex.report.page.Html.escape;
import static dev.perplex.report.page.Html.number;

import dev.perplex.report.Report;
import dev.perplex.report.ReportRecord;
import dev.perplex.report.ReportRecord.StageRecord;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** The page's last part: how to read the numbers, the run that made them, its settings. */
final class RecordSection {
  private final Report report;
  private final ReportRecord record;
  private final Html html;

  RecordSection(Report report, ReportRecord record, Html html) {
    this.report = report;
    this.record = record;
    this.html = html;
  }

  void write() {
    html.heading("record", "How to read the numbers").raw("<ul class=\"notes\">\n");
    for (String note : report.notes()) {
      html.raw("<li>" + escape(note) + "</li>\n");
    }
    html.raw("</ul>\n").heading("settings", "Run and settings");
    run(record);
    pairs("Checksums of what the report was made of", "stage", report.inputs());
    pairs("Settings of the run", "key", report.settings());
  }

  private void run(ReportRecord run) {
    html.paragraph(
        "Run "
            + run.run()
            + (run.date().isEmpty() ? "" : " of " + run.date())
            + ", report made "
            + run.made()
            + ".");
    html.table(
        "Stages. One that was skipped had been made before, with the same settings and inputs.",
        "stage",
        "seconds",
        LEFT + "started",
        LEFT + "made by run",
        LEFT + "here",
        LEFT + "fingerprint");
    for (StageRecord stage : run.stages()) {
      html.row(
          stage.stage(),
          Html.Cell.of(number(stage.seconds(), 1)),
          Html.Cell.text(stage.started()),
          Html.Cell.text(stage.madeBy()),
          Html.Cell.text(stage.skipped() ? "skipped" : "made"),
          Html.Cell.code(stage.fingerprint()));
    }
    html.endTable();
    Map<String, Object> machine = new LinkedHashMap<>();
    for (StageRecord stage : run.stages()) {
      machine.putAll(new TreeMap<>(stage.machine()));
      machine.putAll(new TreeMap<>(stage.versions()));
    }
    pairs("Machine and versions of the last stage", "what", machine);
  }

  private void pairs(String title, String what, Map<String, ?> values) {
    if (values.isEmpty()) {
      return;
    }
    html.fold(title).table(title + ".", what, LEFT + "value");
    values.forEach((key, value) -> html.row(key, Html.Cell.code(String.valueOf(value))));
    html.endTable().endFold();
  }
}
