package dev.perplex.job;

import dev.perplex.cluster.Session;
import dev.perplex.config.Settings;
import dev.perplex.provenance.ExitCode;
import dev.perplex.provenance.Fingerprint;
import dev.perplex.provenance.Labels;
import dev.perplex.provenance.PerplexException;
import dev.perplex.provenance.Redaction;
import dev.perplex.provenance.RunRecord;
import dev.perplex.provenance.Stage;
import dev.perplex.registry.Event;
import dev.perplex.registry.Registry;
import dev.perplex.registry.Succession;
import dev.perplex.store.Artefact;
import dev.perplex.store.ArtefactStore;
import dev.perplex.store.Claimant;
import dev.perplex.store.Fence;
import dev.perplex.store.Lease;
import dev.perplex.store.Location;
import dev.perplex.store.OwnedFolder;
import dev.perplex.store.RunFolder;
import dev.perplex.text.CorpusManifest;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * A run of one or more stages. Its id says what it is (pipeline, logical date, settings), so the
 * same run submitted again is the same run: what is finished is skipped, the rest is made.
 */
public final class Run implements AutoCloseable {
  private final Settings settings;
  private final Session session;
  private final Location root;
  private final ArtefactStore store;
  private final RunFolder folder;
  private final String id;
  private final Set<Stage> forced;
  private final RunListener listener;
  private final Claimant claimant;
  private final Lease lease;
  private final Map<String, Object> stages = new TreeMap<>();
  private final Map<String, Object> facts = new TreeMap<>();
  private final Map<String, Object> noted = new TreeMap<>(); // kept from attempt to attempt
  private final Instant started = Instant.now();
  private final Map<Stage, Artefact> made = new java.util.EnumMap<>(Stage.class);

  /**
   * Takes the lease on the run and opens its folder; nothing is computed yet.
   *
   * @param forced stages that are made even where a finished artefact has their fingerprint
   * @throws PerplexException exit code 2, where the storage root cannot be written; 30, where
   *     another driver has the run
   */
  public Run(Settings settings, Session session, Set<Stage> forced, RunListener console) {
    this.settings = settings;
    this.session = session;
    this.forced = forced;
    RunSettings run = settings.block("run", RunSettings.class);
    this.root =
        Location.of(settings.block("storage", StorageSettings.class).root(), session.hadoop());
    root.checkWritable("storage.root");
    this.id = id(run, settings);
    session.log(id);
    session.group(id, "looks what is finished of " + id);
    this.store = new ArtefactStore(root);
    this.folder = RunFolder.of(root, id);
    this.listener = new EventLog(folder, new MeteredListener(console));
    this.claimant = new Claimant(run.lease(), session::cancel);
    try {
      this.lease = folder.lease(claimant, console::waiting);
      begin();
    } catch (RuntimeException e) {
      claimant.close();
      throw e;
    }
  }

  private void begin() {
    lease.check();
    stages.putAll(folder.notedStages()); // made by earlier commands of the same run
    noted.putAll(folder.noted());
    folder.clearResult();
    writeRun();
  }

  private void writeRun() {
    RunSettings run = settings.block("run", RunSettings.class);
    folder.writeRun(
        Map.of(
            "id", id,
            "pipeline", run.pipeline(),
            "date", run.date(),
            "submission", run.submission(),
            "epoch", lease.epoch(),
            "started", started.toString(),
            "noted", noted,
            "settings", allValues(settings)));
  }

  /** What the run found out when it first asked, in whichever attempt; it stays so. */
  Map<?, ?> noted(String what, Supplier<Map<String, Object>> first) {
    if (!noted.containsKey(what)) {
      noted.put(what, first.get());
      lease.check();
      writeRun();
    }
    return (Map<?, ?>) noted.get(what);
  }

  /** Name of what it trains. */
  String pipeline() {
    return settings.block("run", RunSettings.class).pipeline();
  }

  /** The id of the run that these settings are. */
  public static String id(Settings settings) {
    return id(settings.block("run", RunSettings.class), settings);
  }

  static String id(RunSettings run, Settings settings) {
    Map<String, Object> all = allValues(settings);
    all.keySet().removeIf(key -> key.matches("(run|storage|promote)\\..*"));
    all.keySet().removeAll(MachineFiles.PATHS);
    CorpusManifest corpus = settings.corpus(CorpusManifest.class);
    all.putAll(PrepareJob.rules(corpus)); // what is in the manifest, not where it lies
    // A password that is changed makes no other run.
    corpus
        .sources()
        .forEach(source -> all.put("source " + source.name(), Redaction.of(source.path())));
    String hash = Fingerprint.of(Stage.REPORT, all, Map.of()).hex().substring(0, 8);
    return run.pipeline() + (run.date().isEmpty() ? "" : "-" + run.date()) + "-" + hash;
  }

  private static Map<String, Object> allValues(Settings settings) {
    Map<String, Object> all = new TreeMap<>();
    all.putAll(settings.values("run"));
    all.putAll(settings.values("storage"));
    for (Stage stage : Stage.values()) {
      all.putAll(settings.values(stage.label()));
    }
    return all;
  }

  public String id() {
    return id;
  }

  public Location root() {
    return root;
  }

  public Settings settings() {
    return settings;
  }

  public Session session() {
    return session;
  }

  /** Moves a pipeline's champion; see {@link Registry#move}. */
  Event move(Registry registry, Event.Draft draft, Succession seen) {
    lease.check();
    return registry.move(draft, seen, claimant, listener::waiting);
  }

  /**
   * The finished artefact of a stage on which another depends.
   *
   * @throws PerplexException exit code 2, where it has not been made
   */
  Artefact input(StageJob job) {
    Artefact mine = made.get(job.stage());
    if (mine != null) {
      return mine;
    }
    Fingerprint fingerprint = Fingerprint.of(job.stage(), job.settings(), job.inputs());
    Artefact found =
        store
            .find(job.stage(), fingerprint)
            .orElseThrow(
                () ->
                    PerplexException.usage(
                        "There is no %s artefact for these settings. Run jobs/%s first, or"
                            + " jobs/pipeline for all stages.",
                        job.stage(), job.stage()));
    made.put(job.stage(), found);
    note(job.stage(), found, true);
    return found;
  }

  /** Whether a stage's work is done already. */
  boolean isFinished(StageJob job) {
    return !forced.contains(job.stage())
        && store
            .find(job.stage(), Fingerprint.of(job.stage(), job.settings(), job.inputs()))
            .isPresent();
  }

  /**
   * Makes a stage's artefact, or finds it finished.
   *
   * @throws PerplexException exit code 30, where another driver makes it, or has taken over
   */
  Artefact make(StageJob job) {
    Map<String, Object> stageSettings = job.settings();
    Map<String, String> inputs = job.inputs();
    Fingerprint fingerprint = Fingerprint.of(job.stage(), stageSettings, inputs);
    boolean force = forced.contains(job.stage());
    Optional<Artefact> finished = force ? Optional.empty() : store.find(job.stage(), fingerprint);
    Artefact artefact;
    if (finished.isPresent()) {
      artefact = finished.get();
    } else {
      try (Lease own =
          store.lease(
              job.stage(), fingerprint, claimant, text -> listener.note(job.stage(), text))) {
        // Another run may have made it since.
        finished = force ? Optional.empty() : store.find(job.stage(), fingerprint);
        artefact =
            finished.isPresent()
                ? finished.get()
                : make(job, stageSettings, inputs, fingerprint, own.within(lease));
      }
    }
    if (finished.isPresent()) {
      RunRecord record = artefact.manifest().record();
      listener.skipped(
          job.stage(),
          String.format(
              "settings and inputs are those of %s, made %s in %s. %s",
              fingerprint,
              record.started(),
              Durations.of(record.seconds()),
              job.summary(artefact)));
    }
    made.put(job.stage(), artefact);
    note(job.stage(), artefact, finished.isPresent());
    return artefact;
  }

  private Artefact make(
      StageJob job,
      Map<String, Object> stageSettings,
      Map<String, String> inputs,
      Fingerprint fingerprint,
      Fence fence) {
    Instant start = Instant.now();
    boolean force = forced.contains(job.stage());
    listener.started(
        job.stage(),
        force ? "--force" : new Differences(root).of(job.stage(), stageSettings, inputs));
    StageJob.Workshop workshop =
        new StageJob.Workshop(
            store.attempt(job.stage(), fingerprint, fence),
            (done, total, unit) -> listener.progress(job.stage(), done, total, unit),
            text -> listener.note(job.stage(), text),
            force ? OwnedFolder.Earlier.LEAVE : OwnedFolder.Earlier.GO_ON);
    session.group(id, job.stage().label() + " of " + id);
    StageJob.Result result = job.make(workshop);
    double seconds = (Instant.now().toEpochMilli() - start.toEpochMilli()) / 1000.0;
    Artefact artefact =
        workshop
            .writer()
            .publish(
                result.files(),
                result.counts(),
                new RunRecord(
                    id,
                    stageSettings,
                    inputs,
                    Machine.versions(session.spark()),
                    Machine.machine(session.spark()),
                    start.toString(),
                    seconds));
    job.published(workshop);
    listener.finished(job.stage(), job.summary(artefact), seconds);
    return artefact;
  }

  /** The artefacts that this run has made or found, by stage in order. */
  Map<Stage, Artefact> made() {
    return new java.util.EnumMap<>(made);
  }

  /** Whether a stage's artefact was found finished. */
  boolean skipped(Stage stage) {
    return stages.get(stage.label()) instanceof Map<?, ?> noted
        && Boolean.TRUE.equals(noted.get("skipped"));
  }

  private void note(Stage stage, Artefact artefact, boolean skipped) {
    stages.put(
        stage.label(),
        Map.of(
            "artefact", artefact.folder().uri(),
            "fingerprint", artefact.manifest().fingerprint(),
            "skipped", skipped));
  }

  /** Says something of a stage that a person should read. */
  void tell(Stage stage, String text) {
    listener.note(stage, text);
  }

  /** Something that {@code result.json} says, however the run ends. */
  void fact(String name, Object value) {
    facts.put(name, value);
  }

  /**
   * Looks whether the run is still this driver's.
   *
   * @throws PerplexException exit code 30, where it is not
   */
  void check() {
    lease.check();
  }

  /** How this driver was taken over, where it was: whatever else it then stumbled over. */
  public Optional<PerplexException> lost() {
    return claimant.lost();
  }

  /**
   * Writes how the run ended.
   *
   * @throws PerplexException exit code 30, where another driver has taken over
   */
  public void result(ExitCode code, Map<String, ?> more) {
    lease.check();
    Map<String, Object> result = new TreeMap<>(facts);
    result.putAll(more);
    result.put("run", id);
    result.put("submission", settings.block("run", RunSettings.class).submission());
    result.put("epoch", lease.epoch());
    result.put("exit-code", code.number());
    result.put("verdict", Labels.of(code));
    result.put("stages", stages);
    result.put("ended", Instant.now().toString());
    folder.writeResult(result);
  }

  /** The folder where a person finds the run's report. */
  Location reports() {
    return root.child("reports").child(id);
  }

  @Override
  public void close() {
    try {
      folder.close();
    } finally {
      claimant.close();
    }
  }
}
