package dev.perplex.job;

import dev.perplex.eval.DocumentLosses;
import dev.perplex.provenance.Json;
import dev.perplex.provenance.PerplexException;
import dev.perplex.provenance.Redaction;
import dev.perplex.provenance.RunRecord;
import dev.perplex.provenance.Stage;
import dev.perplex.registry.Event;
import dev.perplex.registry.Registry;
import dev.perplex.registry.Succession;
import dev.perplex.report.BootstrapSettings;
import dev.perplex.report.Comparison;
import dev.perplex.report.Report;
import dev.perplex.report.ReportRecord;
import dev.perplex.report.ReportSettings;
import dev.perplex.report.page.ReportPage;
import dev.perplex.store.Artefact;
import dev.perplex.store.Location;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A finished report where people look for it, {@code reports/RUN/}: the report as it lies in the
 * artefact, the record of the run beside it, and the page of both.
 */
final class ShownReport {
  static final String RECORD_FILE = "record.json";
  static final String PAGE_FILE = "index.html";

  private final Run run;
  private final Artefact artefact;
  private final Report report;
  private DocumentLosses losses; // of this report; null until it is compared

  ShownReport(Run run, Artefact artefact) {
    this.run = run;
    this.artefact = artefact;
    this.report = ReportedRun.read(artefact);
  }

  /** Writes all of it, and what is made of it elsewhere; returns where the page lies. */
  String write() {
    Location folder = run.reports();
    ReportRecord record = record();
    byte[] json = artefact.read(ReportJob.JSON_FILE);
    byte[] page = page(record);
    run.check();
    folder.child(ReportJob.JSON_FILE).replaceBytes(json);
    folder.child(RECORD_FILE).replaceBytes(Json.pretty(record).getBytes(StandardCharsets.UTF_8));
    folder.child(PAGE_FILE).replaceBytes(page);
    MachineFiles.of(run).write(report, record, json, page);
    new ReportHistory(run.root()).write();
    return folder.child(PAGE_FILE).toString();
  }

  /** Writes the page anew, with what the gates have decided since. */
  void writeDecision() {
    Location folder = run.reports();
    Location record = folder.child(RECORD_FILE);
    if (record.exists()) { // not where an older version made the report
      folder.child(PAGE_FILE).replaceBytes(page(Json.read(record.readText(), ReportRecord.class)));
    }
  }

  private byte[] page(ReportRecord record) {
    Optional<Event> decision =
        Registry.of(run.root(), record.pipeline()).look().events().stream()
            .filter(Event::judges)
            .filter(each -> each.run().equals(run.id()))
            .reduce((earlier, later) -> later);
    return ReportPage.of(report, record, decision).getBytes(StandardCharsets.UTF_8);
  }

  ReportRecord record() {
    RunSettings settings = run.settings().block("run", RunSettings.class);
    List<ReportRecord.Earlier> earlier = earlier(settings);
    StringBuilder verdict = new StringBuilder(report.verdict());
    for (ReportRecord.Earlier each : earlier) {
      if (each.comparison() != null) {
        verdict
            .append(
                switch (each.role()) {
                  case CHAMPION -> " Last champion: ";
                  case BEST -> " Best so far: ";
                  case PREVIOUS -> " Run before: ";
                })
            .append(each.comparison().sentence());
      }
    }
    return new ReportRecord(
        ReportRecord.FORMAT,
        ReportRecord.VERSION,
        run.id(),
        settings.pipeline(),
        settings.date(),
        artefact.manifest().record().started(),
        verdict.toString(),
        stages(),
        earlier);
  }

  private List<ReportRecord.StageRecord> stages() {
    List<ReportRecord.StageRecord> stages = new ArrayList<>();
    for (Map.Entry<Stage, Artefact> each : run.made().entrySet()) {
      Artefact made = each.getValue();
      RunRecord record = made.manifest().record();
      stages.add(
          new ReportRecord.StageRecord(
              each.getKey().label(),
              Redaction.of(made.folder().uri()),
              made.manifest().fingerprint(),
              made.content(),
              record.run(),
              run.skipped(each.getKey()),
              record.started(),
              record.seconds(),
              record.inputs(),
              made.manifest().counts(),
              record.versions(),
              record.machine()));
    }
    return stages;
  }

  /** The last champion, the run before and the best of those before, each run once. */
  private List<ReportRecord.Earlier> earlier(RunSettings settings) {
    ReportedRun mine = new ReportedRun(run.id(), settings.date(), "", artefact, report);
    List<ReportRecord.Earlier> earlier = new ArrayList<>();
    champion(mine, settings.pipeline()).ifPresent(earlier::add);
    List<ReportedRun> before =
        ReportedRun.all(run.root(), settings.pipeline()).stream()
            .filter(each -> !each.id().equals(run.id()))
            .filter(each -> ReportedRun.IN_TIME.compare(each, mine) < 0)
            .toList();
    if (before.isEmpty()) {
      return earlier;
    }
    ReportedRun previous = before.get(before.size() - 1);
    add(earlier, mine, previous, ReportRecord.Role.PREVIOUS);
    before.stream()
        .filter(each -> each.report().test().textSha256().equals(report.test().textSha256()))
        .filter(each -> each.report().test().state().equals(report.test().state()))
        .min(Comparator.comparingDouble(each -> each.report().score(Report.LSTM).bitsPerByte()))
        .ifPresent(best -> add(earlier, mine, best, ReportRecord.Role.BEST));
    return earlier;
  }

  private void add(
      List<ReportRecord.Earlier> earlier,
      ReportedRun mine,
      ReportedRun other,
      ReportRecord.Role role) {
    if (earlier.stream().noneMatch(each -> each.run().equals(other.id()))) {
      earlier.add(against(mine, other, role));
    }
  }

  /**
   * The champion, where there is one, and it is another run. A damaged registry names none: what
   * can be read of it may end with one of former times.
   */
  private Optional<ReportRecord.Earlier> champion(ReportedRun mine, String pipeline) {
    return Optional.of(Registry.of(run.root(), pipeline).look())
        .filter(each -> each.damaged().isEmpty())
        .flatMap(Succession::champion)
        .filter(each -> !each.run().equals(mine.id()))
        .map(
            each -> {
              try {
                ReportedRun champion = ReportedRun.of(run.root(), each.run());
                return against(mine, champion, ReportRecord.Role.CHAMPION);
              } catch (PerplexException e) {
                return new ReportRecord.Earlier(
                    each.run(), ReportRecord.Role.CHAMPION, each.made(), null, e.getMessage());
              }
            });
  }

  private ReportRecord.Earlier against(
      ReportedRun mine, ReportedRun other, ReportRecord.Role role) {
    BootstrapSettings bootstrap = run.settings().block("report", ReportSettings.class).bootstrap();
    Comparison comparison = null;
    String refusal = null;
    try {
      comparison = RunComparison.row(mine, () -> losses(mine), other, Report.LSTM, bootstrap);
    } catch (PerplexException e) {
      refusal = e.getMessage();
    }
    return new ReportRecord.Earlier(other.id(), role, other.ended(), comparison, refusal);
  }

  private DocumentLosses losses(ReportedRun mine) {
    if (losses == null) {
      losses = mine.losses();
    }
    return losses;
  }
}
