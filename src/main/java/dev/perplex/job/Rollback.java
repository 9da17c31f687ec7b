package dev.perplex.job;

import dev.perplex.provenance.PerplexException;
import dev.perplex.registry.Event;
import dev.perplex.registry.Registry;
import dev.perplex.registry.Succession;
import dev.perplex.registry.Version;
import dev.perplex.store.Claimant;
import dev.perplex.store.Location;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Makes a version that was judged before the champion, by a person's word. */
public final class Rollback {
  private final Location root;
  private final Registry registry;
  private final Claimant claimant;

  public Rollback(Location root, Registry registry, Claimant claimant) {
    this.root = root;
    this.registry = registry;
    this.claimant = claimant;
  }

  /**
   * @param to a version, or its run; null for the former champion
   * @param why in words
   * @param notes told for whom it waits, where it does
   * @throws PerplexException exit code 2, where there is no such version or it is the champion; 20,
   *     where its report or its model is gone; 10, where another has moved the champion meanwhile
   */
  public Event run(String to, String why, Consumer<String> notes) {
    if (why.isBlank()) {
      throw PerplexException.usage("--why is empty. Say why, for those who read the history.");
    }
    Succession history = registry.read();
    Version target = to == null ? former(history) : named(history, to);
    if (history.champion().filter(each -> each.id().equals(target.id())).isPresent()) {
      throw PerplexException.usage(
          "%s is the champion of %s already. 'perplex models %s' lists the others.",
          target.id(), registry.pipeline(), registry.pipeline());
    }
    new ChampionModel(root, target).check();
    Event event =
        registry.move(
            new Event.Draft(
                Event.Kind.ROLLED_BACK,
                System.getProperty("user.name", "unknown"),
                why,
                target.run(),
                target,
                history.champion().map(Version::id).orElse(""),
                "",
                List.of()),
            history,
            claimant,
            notes);
    new ReportHistory(root).write();
    return event;
  }

  private Version former(Succession history) {
    List<Version> champions = history.champions();
    if (champions.size() < 2) {
      throw PerplexException.usage(
          "The pipeline %s has no former champion. Name a version of 'perplex models %s' with --to.",
          registry.pipeline(), registry.pipeline());
    }
    return champions.get(1);
  }

  private Version named(Succession history, String name) {
    List<Version> found = new ArrayList<>();
    for (Version each : history.versions().values()) {
      if (each.id().equals(name) || each.run().equals(name)) {
        found.add(each);
      }
    }
    if (found.size() == 1) {
      return found.get(0);
    }
    throw PerplexException.usage(
        found.isEmpty()
            ? "--to %s is no version of %s. 'perplex models %s' lists them."
            : "--to %s means several versions of %s. Take one of 'perplex models %s'.",
        name,
        registry.pipeline(),
        registry.pipeline());
  }
}
