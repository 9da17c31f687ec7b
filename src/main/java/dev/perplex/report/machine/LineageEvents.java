package dev.perplex.report.machine;

import dev.perplex.provenance.Json;
import dev.perplex.provenance.Stage;
import dev.perplex.report.ModelScore;
import dev.perplex.report.Report;
import dev.perplex.report.ReportRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A run as events of OpenLineage (2-0-2), a line an event, as the file transports of its clients
 * write them: a start and an end of the pipeline, and between them of each stage that the run
 * itself made. Jobs are the pipeline and its stages, datasets their artefacts. The same run has the
 * same events, whoever writes them and however often.
 */
public final class LineageEvents {
  private static final String NAMESPACE = "perplex";
  private static final String SPEC = "https://openlineage.io/spec/";
  private static final String CORE = SPEC + "2-0-2/OpenLineage.json#/$defs/";

  private static final int DAY = "2026-11-21".length();
  private static final Pattern PLACE =
      Pattern.compile("(?:([A-Za-z0-9+.-]+):)?(?://([^/]*))?(/.*)");

  private final Report report;
  private final ReportRecord record;
  private final String producer;
  private final List<String> lines = new ArrayList<>();

  private LineageEvents(Report report, ReportRecord record) {
    this.report = report;
    this.record = record;
    this.producer = "pkg:maven/dev.perplex/perplex@" + version("perplex");
  }

  /** The events in time, each on a line of its own. */
  public static String of(Report report, ReportRecord record) {
    LineageEvents events = new LineageEvents(report, record);
    events.write();
    return String.join("\n", events.lines) + "\n";
  }

  private void write() {
    List<ReportRecord.StageRecord> made =
        record.stages().stream().filter(stage -> !stage.skipped()).toList();
    Instant start =
        made.stream()
            .map(stage -> Instant.parse(stage.started()))
            .min(Instant::compareTo)
            .orElse(Instant.parse(record.made()));
    Instant end =
        made.stream()
            .map(LineageEvents::end)
            .max(Instant::compareTo)
            .orElse(Instant.parse(record.made()));
    List<Map<String, Object>> found =
        new ArrayList<>(
            record.stages().stream()
                .filter(ReportRecord.StageRecord::skipped)
                .map(this::dataset)
                .toList());
    if (found.isEmpty()) {
      found.add(corpus());
    }
    List<Map<String, Object>> results =
        record.stages().stream()
            .filter(stage -> stage.stage().equals(Stage.REPORT.label()))
            .map(this::dataset)
            .toList();
    line("START", start, pipelineRun(), pipelineJob(), found, List.of());
    made.forEach(this::stage);
    line("COMPLETE", end, pipelineRun(), pipelineJob(), found, results);
  }

  private void stage(ReportRecord.StageRecord stage) {
    Map<String, Object> facets = runFacets();
    facets.put(
        "parent",
        facet(
            "facets/1-1-0/ParentRunFacet.json#/$defs/ParentRunFacet",
            Map.of("run", Map.of("runId", pipelineId()), "job", name(record.pipeline()))));
    if (stage.stage().equals(Stage.REPORT.label())) {
      facets.put("perplex_test", own("RunFacet", figures()));
    }
    Map<String, Object> run =
        Map.of("runId", id(stage.stage() + " " + stage.started()), "facets", facets);
    Map<String, Object> job =
        job(
            record.pipeline() + "." + stage.stage(),
            "JOB",
            Stage.valueOf(stage.stage().toUpperCase(Locale.ROOT)).summary());
    List<Map<String, Object>> inputs = new ArrayList<>();
    if (stage.stage().equals(Stage.PREPARE.label())) {
      inputs.add(corpus());
    }
    record.stages().stream()
        .filter(each -> stage.inputs().containsKey(each.stage()))
        .map(this::dataset)
        .forEach(inputs::add);
    line("START", Instant.parse(stage.started()), run, job, inputs, List.of());
    line("COMPLETE", end(stage), run, job, inputs, List.of(dataset(stage)));
  }

  private static Instant end(ReportRecord.StageRecord stage) {
    return Instant.parse(stage.started()).plusMillis(Math.round(1000 * stage.seconds()));
  }

  private void line(
      String type,
      Instant time,
      Map<String, Object> run,
      Map<String, Object> job,
      List<?> inputs,
      List<?> outputs) {
    Map<String, Object> event = new TreeMap<>();
    event.put("eventType", type);
    event.put("eventTime", time.toString());
    event.put("run", run);
    event.put("job", job);
    event.put("inputs", inputs);
    event.put("outputs", outputs);
    event.put("producer", producer);
    event.put("schemaURL", CORE + "RunEvent");
    lines.add(Json.line(event));
  }

  private Map<String, Object> pipelineRun() {
    return Map.of("runId", pipelineId(), "facets", runFacets());
  }

  private Map<String, Object> pipelineJob() {
    return job(record.pipeline(), "DAG", "raw sources to models and their report");
  }

  private String pipelineId() {
    return id("pipeline " + record.made());
  }

  /** A run's globally unique id, of what is run and when. */
  private String id(String what) {
    byte[] name = (record.run() + " " + what).getBytes(StandardCharsets.UTF_8);
    return UUID.nameUUIDFromBytes(name).toString();
  }

  private Map<String, Object> runFacets() {
    Map<String, Object> facets = new TreeMap<>();
    facets.put(
        "processing_engine",
        facet(
            "facets/1-1-1/ProcessingEngineRunFacet.json#/$defs/ProcessingEngineRunFacet",
            Map.of("name", "Spark", "version", version("spark"))));
    facets.put("perplex_run", own("RunFacet", Map.of("id", record.run())));
    if (!record.date().isEmpty()) {
      String day = record.date().substring(0, DAY); // what may follow it is no time of its own
      facets.put(
          "nominalTime",
          facet(
              "facets/1-0-1/NominalTimeRunFacet.json#/$defs/NominalTimeRunFacet",
              Map.of("nominalStartTime", day + "T00:00:00Z")));
    }
    return facets;
  }

  private Map<String, Object> job(String name, String type, String description) {
    Map<String, Object> job = name(name);
    job.put(
        "facets",
        Map.of(
            "jobType",
            facet(
                "facets/2-0-3/JobTypeJobFacet.json#/$defs/JobTypeJobFacet",
                Map.of("processingType", "BATCH", "integration", "PERPLEX", "jobType", type)),
            "documentation",
            facet(
                "facets/1-0-1/DocumentationJobFacet.json#/$defs/DocumentationJobFacet",
                Map.of("description", description))));
    return job;
  }

  private static Map<String, Object> name(String name) {
    return new TreeMap<>(Map.of("namespace", NAMESPACE, "name", name));
  }

  /** The corpus, which may be many files: by its name. */
  private Map<String, Object> corpus() {
    Map<String, Object> dataset = name("corpus/" + report.corpus().name());
    dataset.put(
        "facets",
        Map.of(
            "documentation",
            facet(
                "facets/1-0-1/DocumentationDatasetFacet.json#/$defs/DocumentationDatasetFacet",
                Map.of("description", report.corpus().title()))));
    return dataset;
  }

  /** An artefact, named by its place as OpenLineage names files: by file system and path. */
  private Map<String, Object> dataset(ReportRecord.StageRecord stage) {
    Matcher place = PLACE.matcher(stage.artefact());
    if (!place.matches()) {
      throw new IllegalArgumentException(stage.artefact() + " is no place of an artefact");
    }
    String scheme = place.group(1) == null ? "file" : place.group(1);
    String host = place.group(2) == null ? "" : place.group(2);
    boolean bucket = scheme.startsWith("s3"); // s3a is Hadoop's name of it
    Map<String, Object> dataset = new TreeMap<>();
    dataset.put("namespace", host.isEmpty() ? scheme : (bucket ? "s3" : scheme) + "://" + host);
    dataset.put("name", bucket ? place.group(3).substring(1) : place.group(3));
    dataset.put(
        "facets",
        Map.of(
            "version",
            facet(
                "facets/1-0-1/DatasetVersionDatasetFacet.json#/$defs/DatasetVersionDatasetFacet",
                Map.of("datasetVersion", stage.content())),
            "perplex_artefact",
            own(
                "DatasetFacet",
                Map.of("fingerprint", stage.fingerprint(), "counts", stage.counts()))));
    return dataset;
  }

  private Map<String, Object> figures() {
    Map<String, Object> perplexities = new TreeMap<>();
    for (ModelScore each : report.models()) {
      perplexities.put(each.model(), each.perplexity());
    }
    return Map.of(
        "perplexity",
        perplexities,
        "tokens",
        report.test().tokens(),
        "unknown",
        report.test().unknown(),
        "tokens-sha256",
        report.test().tokensSha256());
  }

  private Map<String, Object> facet(String schema, Map<String, ?> fields) {
    Map<String, Object> facet = new TreeMap<>(fields);
    facet.put("_producer", producer);
    facet.put("_schemaURL", SPEC + schema);
    return facet;
  }

  /** A facet of our own: the specification asks nothing more of it than of any. */
  private Map<String, Object> own(String kind, Map<String, ?> fields) {
    Map<String, Object> facet = facet("", fields);
    facet.put("_schemaURL", CORE + kind);
    return facet;
  }

  private String version(String of) {
    return record.stages().stream()
        .map(stage -> stage.versions().get(of))
        .filter(Objects::nonNull)
        .reduce((first, last) -> last)
        .orElse("unknown");
  }
}
