package dev.perplex.report.machine;

import dev.perplex.provenance.Fingerprint;
import dev.perplex.provenance.Json;
import dev.perplex.report.ModelScore;
import dev.perplex.report.Report;
import dev.perplex.report.ReportRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * A run as the files of MLflow's file store, by path below its folder: an experiment a pipeline, a
 * run a run. The same run has the same place, whoever writes it and however often.
 */
public final class MlflowRun {
  private static final int LONGEST = 6000; // characters of a parameter that MLflow takes
  private static final int FINISHED = 3; // MLflow's number of the status
  private static final int LOCAL = 4; // its number of the kind of source

  private final Report report;
  private final ReportRecord record;
  private final String store;
  private final String experiment;
  private final String run;
  private final long started; // milliseconds since 1970
  private final long ended;
  private final Map<String, String> files = new TreeMap<>();

  private MlflowRun(Report report, ReportRecord record, String store) {
    this.report = report;
    this.record = record;
    this.store = store.replaceFirst("/+$", "");
    // MLflow's own experiments have numbers of this length.
    String hash = new java.math.BigInteger(digest(record.pipeline()), 16).toString();
    this.experiment = "1" + hash.substring(0, 17);
    this.run = digest(record.run()).substring(0, 32);
    this.ended = Instant.parse(record.made()).toEpochMilli();
    this.started =
        record.stages().stream()
            .filter(stage -> !stage.skipped())
            .mapToLong(stage -> Instant.parse(stage.started()).toEpochMilli())
            .min()
            .orElse(ended);
  }

  /**
   * The text of each file.
   *
   * @param store URI of the folder, which MLflow's files name where they name a place
   */
  public static Map<String, String> files(Report report, ReportRecord record, String store) {
    MlflowRun run = new MlflowRun(report, record, store);
    run.experiment();
    run.metrics();
    run.params();
    run.tags();
    return run.files;
  }

  /** Where the run's own files (report, page) go, below the folder. */
  public static String artifacts(Report report, ReportRecord record) {
    MlflowRun run = new MlflowRun(report, record, "");
    return run.place("artifacts");
  }

  private String place(String name) {
    return experiment + "/" + run + "/" + name;
  }

  private void experiment() {
    files.put(
        experiment + "/meta.yaml",
        yaml(
            Map.of(
                "artifact_location",
                store + "/" + experiment,
                "creation_time",
                0,
                "experiment_id",
                experiment,
                "last_update_time",
                0,
                "lifecycle_stage",
                "active",
                "name",
                record.pipeline())));
    Map<String, Object> meta = new TreeMap<>();
    meta.put("artifact_uri", store + "/" + place("artifacts"));
    meta.put("end_time", ended);
    meta.put("entry_point_name", "");
    meta.put("experiment_id", experiment);
    meta.put("lifecycle_stage", "active");
    meta.put("run_id", run);
    meta.put("run_name", record.run());
    meta.put("run_uuid", run);
    meta.put("source_name", "perplex");
    meta.put("source_type", LOCAL);
    meta.put("source_version", "");
    meta.put("start_time", started);
    meta.put("status", FINISHED);
    meta.put("tags", new String[0]);
    meta.put("user_id", "perplex");
    files.put(place("meta.yaml"), yaml(meta));
  }

  private void metrics() {
    for (ModelScore each : report.models()) {
      String model = each.model().replaceAll("[^A-Za-z0-9_./ -]", "_");
      metric("test/perplexity/" + model, each.perplexity());
      metric("test/bits-per-byte/" + model, each.bitsPerByte());
      metric("test/bits-per-character/" + model, each.bitsPerCharacter());
    }
    metric("test/tokens", report.test().tokens());
    metric("test/unknown-share", report.test().unknownShare());
    metric("test/unknown-cut-share", report.test().unknownCutShare());
    curve("train/loss", Report.CurvePoint::trainLoss);
    curve("validation/loss", Report.CurvePoint::validationLoss);
    curve("validation/perplexity", Report.CurvePoint::validationPerplexity);
    curve("train/tokens-per-second", Report.CurvePoint::tokensPerSecond);
    curve("train/rate", Report.CurvePoint::rate);
    curve("train/gradient-norm", Report.CurvePoint::gradientNorm);
    curve("train/averaging-share", Report.CurvePoint::averagingShare);
  }

  private void metric(String name, double value) {
    files.put(place("metrics/" + name), ended + " " + value + " 0\n");
  }

  /** A line a point; MLflow's steps are the tokens trained. */
  private void curve(String name, java.util.function.Function<Report.CurvePoint, Double> field) {
    StringBuilder lines = new StringBuilder();
    for (Report.CurvePoint point : report.curve()) {
      Double value = field.apply(point);
      if (value != null) {
        long time = started + Math.round(1000 * point.seconds());
        lines.append(time).append(' ').append(value).append(' ').append(point.tokens());
        lines.append('\n');
      }
    }
    if (!lines.isEmpty()) {
      files.put(place("metrics/" + name), lines.toString());
    }
  }

  private void params() {
    report
        .settings()
        .forEach(
            (key, value) -> {
              String text = String.valueOf(value);
              files.put(
                  place("params/" + key),
                  text.length() > LONGEST ? text.substring(0, LONGEST) : text);
            });
  }

  private void tags() {
    tag("mlflow.runName", record.run());
    tag("mlflow.user", "perplex");
    tag("mlflow.source.name", "perplex");
    tag("mlflow.source.type", "LOCAL");
    tag("mlflow.note.content", record.verdict());
    tag("date", record.date());
    tag("corpus", report.corpus().title());
    tag("test.tokens-sha256", report.test().tokensSha256());
    report.inputs().forEach((stage, checksum) -> tag("input." + stage, checksum));
  }

  private void tag(String name, String value) {
    files.put(place("tags/" + name), value);
  }

  /** A JSON text is YAML too, whatever stands in it. */
  private static String yaml(Map<String, ?> values) {
    StringBuilder lines = new StringBuilder();
    new TreeMap<String, Object>(values)
        .forEach(
            (key, value) -> lines.append(key).append(": ").append(Json.line(value)).append('\n'));
    return lines.toString();
  }

  private static String digest(String text) {
    return Fingerprint.sha256(text.getBytes(StandardCharsets.UTF_8));
  }
}
