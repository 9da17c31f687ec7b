package dev.perplex.job;

import dev.perplex.provenance.Fingerprint;
import dev.perplex.provenance.PerplexException;
import dev.perplex.provenance.Stage;
import dev.perplex.registry.DataFacts;
import dev.perplex.registry.DataGates;
import dev.perplex.registry.DataSettings;
import dev.perplex.registry.Event;
import dev.perplex.registry.GateDecision;
import dev.perplex.registry.PromoteSettings;
import dev.perplex.registry.Registry;
import dev.perplex.registry.Succession;
import dev.perplex.registry.Version;
import dev.perplex.store.Artefact;
import dev.perplex.text.Split;
import dev.perplex.text.TextProfile;
import java.util.List;
import java.util.Optional;

/** Whether the text may be trained on, asked when all that is known of it is known. */
final class DataGate {
  private static final long GROWTH = 1_000_000; // tokens of which distinct words are counted

  private final Run run;
  private final StageJob prepare;
  private final StageJob tokenize;
  private final StageJob vocab;
  private final DataSettings settings;
  private DataFacts whole; // once they were asked for; null before

  DataGate(Run run, StageJob prepare, StageJob tokenize, StageJob vocab) {
    this.run = run;
    this.prepare = prepare;
    this.tokenize = tokenize;
    this.vocab = vocab;
    this.settings = run.settings().block("promote", PromoteSettings.class).data();
  }

  /**
   * Holds the text against the bounds, and against the champion's.
   *
   * @throws PerplexException exit code 20
   */
  void check() {
    if (settings.action() == DataSettings.Action.OFF) {
      return;
    }
    Registry registry = Registry.of(run.root(), run.pipeline());
    Succession history = registry.read();
    Optional<Version> champion = history.champion();
    DataFacts before = champion.map(Version::data).orElse(null);
    List<GateDecision> gates =
        DataGates.judge(settings, before == null ? facts(false) : facts(), before);
    run.fact("data-gates", gates);
    List<GateDecision> refusals = GateDecision.refusals(gates);
    refusals.forEach(each -> run.tell(Stage.VOCAB, "data gate " + each.line()));
    if (!refusals.isEmpty() && settings.action() == DataSettings.Action.REFUSE) {
      note(registry, history, gates, Decision.refused(refusals));
      throw PerplexException.dataRefused(
          "The text is refused before training. %s. Look at the corpus; for a text that is meant to"
              + " be another, name another run.pipeline; or set %s, or promote.data.action = warn.",
          Decision.refused(refusals), refusals.get(0).setting());
    }
  }

  /** One entry a run and reason, however often it is tried. */
  private void note(Registry registry, Succession history, List<GateDecision> gates, String why) {
    boolean noted =
        history.events().stream()
            .anyMatch(
                each ->
                    each.kind() == Event.Kind.DATA_REFUSED
                        && each.run().equals(run.id())
                        && each.why().equals(why));
    if (!noted) {
      registry.note(
          new Event.Draft(
              Event.Kind.DATA_REFUSED,
              System.getProperty("user.name", "unknown"),
              why,
              run.id(),
              null,
              history.champion().map(Version::id).orElse(""),
              "",
              gates),
          history);
      new ReportHistory(run.root()).write();
    }
  }

  /** All that is known of the run's text; what has to be read for it is read once. */
  DataFacts facts() {
    if (whole == null) {
      whole = facts(true);
    }
    return whole;
  }

  /**
   * @param read whether what has to be read is wanted too
   */
  private DataFacts facts(boolean read) {
    Artefact documents = run.input(prepare);
    Artefact tokens = run.input(tokenize);
    Artefact ids = run.input(vocab);
    TextFacts facts = read ? new TextFacts(run.session().spark()) : null;
    long characters = 0;
    for (Split split : Split.values()) {
      characters += documents.count(split.label() + ".characters");
    }
    return new DataFacts(
        documents.count("documents.read"),
        documents.count("documents.duplicate"),
        characters,
        ids.count("train.tokens"),
        ids.count("test.tokens"),
        ids.count("test.unknown"),
        read
            ? facts.growth(tokens, GROWTH).stream()
                .map(each -> new DataFacts.Growth(each.tokens(), each.types()))
                .toList()
            : List.of(),
        Fingerprint.sha256(tokens.read(TokenizeJob.TOKENIZER_FILE)),
        read
            ? facts.profile(documents, Split.TRAIN, settings.sample())
            : new TextProfile.Counts().profile());
  }
}
