package dev.perplex.job;

import dev.perplex.provenance.Json;
import dev.perplex.provenance.PerplexException;
import dev.perplex.provenance.Stage;
import dev.perplex.registry.DataFacts;
import dev.perplex.registry.Event;
import dev.perplex.registry.GateDecision;
import dev.perplex.registry.Measured;
import dev.perplex.registry.PromoteSettings;
import dev.perplex.registry.QualityGates;
import dev.perplex.registry.Registry;
import dev.perplex.registry.Succession;
import dev.perplex.registry.Version;
import dev.perplex.store.Artefact;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * {@code promote}: report to registry. Its artefact is the decision, a function of report, model,
 * champion and thresholds like any other stage's result; {@link #publish} then acts on it.
 */
final class PromoteJob implements StageJob {
  static final String FACTS_FILE = "facts.json";

  private final Run run;
  private final DataGate data;
  private final List<StageJob> before; // all other stages, in order
  private final PromoteSettings settings;
  private final Registry registry;
  private Succession history; // as it was when the candidate was first looked at

  PromoteJob(Run run, DataGate data, List<StageJob> before) {
    this.run = run;
    this.data = data;
    this.before = List.copyOf(before);
    this.settings = run.settings().block("promote", PromoteSettings.class);
    this.registry = Registry.of(run.root(), run.pipeline());
  }

  /**
   * Checks, before hours of work, what can be checked.
   *
   * @throws PerplexException exit code 2 where the registry cannot be written, 20 where its history
   *     is damaged, or a champion that is compared is gone
   */
  void check() {
    Registry.checkWritable(run.root(), registry.pipeline());
    Optional<Version> champion = registry.read().champion();
    if (settings.quality().compares()) {
      champion.ifPresent(each -> new ChampionModel(run.root(), each).check());
    }
  }

  @Override
  public Stage stage() {
    return Stage.PROMOTE;
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> values = run.settings().values("promote");
    values.keySet().removeIf(key -> key.equals("promote.keep") || key.startsWith("promote.data."));
    values.putAll(run.settings().values("report.bootstrap"));
    return values;
  }

  /** Content of what is judged, and what it is judged against. */
  @Override
  public Map<String, String> inputs() {
    Map<String, String> inputs = new TreeMap<>();
    for (StageJob job : before) {
      if (job.stage() == Stage.REPORT || job.stage() == Stage.TRAIN) {
        inputs.put(job.stage().label(), run.input(job).content());
      }
    }
    inputs.put("champion", baseline().map(Version::id).orElse("none"));
    withdrawal().ifPresent(event -> inputs.put("withdrawal", event.id()));
    return inputs;
  }

  private Artefact input(Stage stage) {
    return run.input(
        before.stream().filter(each -> each.stage() == stage).findFirst().orElseThrow());
  }

  private Succession history() {
    if (history == null) {
      history = registry.read();
    }
    return history;
  }

  /** Whether the champion is this very model, of this run or of another. */
  private boolean isChampion() {
    return history().champion().filter(this::isMine).isPresent();
  }

  private boolean isMine(Version version) {
    String content = input(Stage.TRAIN).content();
    return version
        .artefact(Stage.TRAIN.label())
        .filter(each -> each.content().equals(content))
        .isPresent();
  }

  private Optional<Event> withdrawal() {
    return isChampion()
        ? Optional.empty()
        : history().withdrawalOf(Stage.TRAIN.label(), input(Stage.TRAIN).content());
  }

  /** The champion; for the champion itself, the one that it was promoted against. */
  private Optional<Version> baseline() {
    Optional<Version> champion = history().champion();
    return isChampion()
        ? champion
            .flatMap(each -> history().promotion(each.id()))
            .map(event -> history().versions().get(event.against()))
        : champion;
  }

  @Override
  public Result make(Workshop workshop) {
    ReportedRun mine = reported();
    Optional<Version> champion = baseline();
    Measurement measurement =
        new Measurement(run, settings, mine, input(Stage.PREPARE), input(Stage.VOCAB));
    List<GateDecision> gates = new ArrayList<>();
    withdrawal().ifPresent(event -> gates.add(QualityGates.withdrawn(event)));
    gates.add(
        QualityGates.evaluation(
            settings.changedEvaluation(),
            Versions.evaluation(mine.report()),
            champion.orElse(null)));
    Measured measured =
        measurement.of(
            champion.orElse(null),
            input(Stage.TRAIN),
            GateDecision.refusals(gates).isEmpty(),
            workshop.progress());
    gates.addAll(QualityGates.judge(settings.quality(), measured));
    gates.forEach(each -> workshop.notes().accept(each.line()));
    Decision decision = Decision.of(champion.map(Version::id).orElse(""), measured.reason(), gates);
    return new Result(
        List.of(
            workshop
                .writer()
                .file(
                    Decision.FILE_NAME,
                    Json.pretty(decision).getBytes(StandardCharsets.UTF_8),
                    Map.of()),
            workshop
                .writer()
                .file(
                    FACTS_FILE,
                    Json.pretty(data.facts()).getBytes(StandardCharsets.UTF_8),
                    Map.of())),
        Map.of("gates", (long) gates.size(), "refusals", (long) refusals(decision)));
  }

  private static int refusals(Decision decision) {
    return GateDecision.refusals(decision.gates()).size();
  }

  private ReportedRun reported() {
    Artefact report = input(Stage.REPORT);
    String date = run.settings().block("run", RunSettings.class).date();
    return new ReportedRun(run.id(), date, "", report, ReportedRun.read(report));
  }

  /**
   * Acts on a decision: one event in the registry, unless it stands there.
   *
   * @param summary of the run's report, where the run made it
   * @return what was done, in words
   * @throws NotPromoted where a gate refused, or another promoter was faster
   * @throws PerplexException exit code 30, where another driver has taken the run over
   */
  String publish(Artefact artefact, RunSummary summary) {
    Decision decision = Decision.read(artefact);
    Version version = version(artefact);
    String page = run.reports().child(ShownReport.PAGE_FILE).toString();
    new RunSummary(reported().report(), page).asMap().forEach(run::fact);
    run.fact("gates", decision.gates());
    if (isChampion()) {
      Version champion = history().champion().orElseThrow();
      run.fact("version", champion.id());
      run.fact("champion", champion.id());
      return champion(champion, decision);
    }
    run.fact("version", version.id());
    run.check();
    Event.Draft draft =
        new Event.Draft(
            decision.promoted() ? Event.Kind.PROMOTED : Event.Kind.REFUSED,
            System.getProperty("user.name", "unknown"),
            decision.why(),
            run.id(),
            version,
            decision.against(),
            artefact.manifest().fingerprint(),
            decision.gates());
    if (decision.promoted()) {
      move(draft, summary);
      run.fact("champion", version.id());
      return String.format(
          "%s is the champion of %s now, after %s",
          version.id(),
          registry.pipeline(),
          decision.against().isEmpty() ? "none" : decision.against());
    }
    if (!noted(draft)) {
      registry.note(draft, history());
    }
    showDecision();
    history().champion().ifPresent(each -> run.fact("champion", each.id()));
    throw new NotPromoted(
        String.format(
            "Not promoted: %s. The champion of %s stays %s; the candidate %s and its report are"
                + " kept. To try settings only, pass --profile trial, or give trials a run.pipeline"
                + " of their own.",
            decision.why(),
            registry.pipeline(),
            history().champion().map(Version::id).orElse("none"),
            version.id()),
        summary);
  }

  /** What is said of the champion itself: thresholds decide on candidates alone. */
  private String champion(Version champion, Decision decision) {
    String words =
        String.format(
            "%s (run %s) is the champion of %s",
            champion.id(), champion.run(), registry.pipeline());
    return decision.promoted()
        ? words
        : String.format(
            "%s, and stays it: thresholds are for candidates. By those given now it would be"
                + " refused (%s); 'perplex rollback' takes it out of use",
            words, decision.why());
  }

  private void move(Event.Draft draft, RunSummary summary) {
    try {
      run.move(registry, draft, history());
    } catch (Registry.Lost e) {
      throw new NotPromoted(e.getMessage(), summary);
    } finally {
      history = null;
    }
    showDecision();
  }

  private void showDecision() {
    new ShownReport(run, input(Stage.REPORT)).writeDecision();
    new ReportHistory(run.root()).write();
  }

  /** Whether this refusal stands in the history: the same run submitted again adds nothing. */
  private boolean noted(Event.Draft draft) {
    return history().events().stream()
        .anyMatch(
            each ->
                each.kind() == Event.Kind.REFUSED
                    && each.version().id().equals(draft.version().id())
                    && each.decision().equals(draft.decision()));
  }

  private Version version(Artefact artefact) {
    DataFacts facts;
    try {
      facts = Json.read(artefact.readText(FACTS_FILE), DataFacts.class);
    } catch (IllegalArgumentException e) {
      throw PerplexException.dataRefused(
          "%s/%s cannot be read: %s. Make it again with --force=promote.",
          artefact.folder(), FACTS_FILE, e.getMessage());
    }
    List<Artefact> pieces = before.stream().map(run::input).toList();
    return Versions.of(run, reported(), settings.model(), pieces, facts);
  }

  @Override
  public String summary(Artefact artefact) {
    Decision decision = Decision.read(artefact);
    return decision.promoted()
        ? decision.gates().size() + " gates, none refused"
        : refusals(decision) + " of " + decision.gates().size() + " gates refused";
  }
}
