package dev.perplex.job;

import dev.perplex.provenance.PerplexException;
import dev.perplex.provenance.Stage;
import dev.perplex.registry.Event;
import dev.perplex.registry.Registry;
import dev.perplex.registry.Succession;
import dev.perplex.registry.Version;
import dev.perplex.store.Artefact;
import dev.perplex.store.ArtefactStore;
import dev.perplex.store.Location;
import dev.perplex.store.PartFile;
import dev.perplex.store.RunFolder;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which artefacts nobody needs. Kept are those of each pipeline's champion, its former champions
 * within a number, and its candidate; of runs that ended lately; and of pipelines without a
 * champion. While a run is not finished, all are kept: which ones it reads is not written anywhere.
 * One that was killed looks like it for a number of days.
 */
public final class Retention {
  private static final Pattern FOLDER = Pattern.compile("artefacts/[^/]+/[^/]+$");

  private final Location root;
  private final int formerChampions;
  private final Instant lately;

  /**
   * @param formerChampions of each pipeline that are kept
   * @param days for which what ended, or was touched, is kept
   * @throws PerplexException exit code 2, where these are none
   */
  public Retention(Location root, int formerChampions, int days, Instant now) {
    if (days < 1) {
      throw PerplexException.usage(
          "--days %d is below 1: a run of today may read what it deletes. Pass --days 1, or more.",
          days);
    }
    this.root = root;
    this.formerChampions = formerChampions;
    this.lately = now.minus(Duration.ofDays(days));
  }

  /**
   * What would be deleted.
   *
   * @param folders of artefacts below the storage root, with their bytes; sorted
   * @param kept number of artefacts that are kept
   * @param unfinished runs for which all are kept
   */
  public record Plan(List<Doomed> folders, int kept, List<String> unfinished) {
    public long bytes() {
      return folders.stream().mapToLong(Doomed::bytes).sum();
    }
  }

  /** A folder to be deleted. */
  public record Doomed(String folder, long bytes) {}

  /**
   * @throws PerplexException exit code 20, where a registry is damaged: what it keeps is not known
   */
  public Plan plan() {
    Set<String> kept = new HashSet<>();
    Map<String, Boolean> hasChampion = new HashMap<>();
    for (String pipeline : Registry.pipelines(root)) {
      Succession history = Registry.of(root, pipeline).read();
      hasChampion.put(pipeline, history.champion().isPresent());
      List<Version> versions =
          new ArrayList<>(history.champions().stream().limit(formerChampions + 1L).toList());
      history.candidate().ifPresent(versions::add);
      for (Version version : versions) {
        version.artefacts().forEach(piece -> kept.add(piece.folder()));
        history.promotion(version.id()).ifPresent(event -> keep(event, kept));
        history.judgement(version.id()).ifPresent(event -> keep(event, kept));
      }
    }
    List<String> unfinished = new ArrayList<>();
    for (String id : RunFolder.ids(root)) {
      RunFolder run = RunFolder.of(root, id);
      boolean alive = run.isAlive(lately);
      if (!run.exists()) {
        if (alive) {
          unfinished.add(id); // it is about to begin
        }
        continue;
      }
      Object pipeline = run.run().get("pipeline");
      boolean replaced = hasChampion.getOrDefault(String.valueOf(pipeline), false);
      boolean finished = run.isFinished();
      if (alive || (!finished && !touched(run).isBefore(lately))) {
        unfinished.add(id);
      }
      if (finished && (!replaced || !moment(run.result().get("ended")).isBefore(lately))) {
        run.stages().values().forEach(made -> keep(made, kept));
      }
    }
    return plan(kept, unfinished);
  }

  private Plan plan(Set<String> kept, List<String> unfinished) {
    List<Doomed> doomed = new ArrayList<>();
    int left = 0;
    Location artefacts = root.child("artefacts");
    for (String stage : artefacts.names()) {
      for (String fingerprint : artefacts.child(stage).names()) {
        Location folder = artefacts.child(stage).child(fingerprint);
        String name = String.join("/", "artefacts", stage, fingerprint);
        if (unfinished.isEmpty()
            && !kept.contains(name)
            && ArtefactStore.isArtefact(folder)
            && !ArtefactStore.isBeingMade(folder, lately)) {
          Artefact artefact = Artefact.open(folder);
          doomed.add(
              new Doomed(
                  name, artefact.manifest().files().stream().mapToLong(PartFile::bytes).sum()));
        } else {
          left++;
        }
      }
    }
    return new Plan(doomed, left, unfinished);
  }

  /** The decision that an event acts on. */
  private static void keep(Event event, Set<String> kept) {
    if (!event.decision().isEmpty()) {
      kept.add(String.join("/", "artefacts", Stage.PROMOTE.label(), event.decision()));
    }
  }

  private static void keep(Object made, Set<String> kept) {
    if (made instanceof Map<?, ?> stage) {
      Matcher folder = FOLDER.matcher(String.valueOf(stage.get("artefact")));
      if (folder.find()) {
        kept.add(folder.group());
      }
    }
  }

  /** When a run was last submitted, or wrote an event. */
  private static Instant touched(RunFolder run) {
    Instant touched = moment(run.run().get("started"));
    List<Map<?, ?>> events = run.events();
    if (!events.isEmpty()) {
      Instant last = moment(events.get(events.size() - 1).get("at"));
      touched = last.isAfter(touched) ? last : touched;
    }
    return touched;
  }

  /** What has no time that can be read counts as new. */
  private static Instant moment(Object text) {
    try {
      return Instant.parse(String.valueOf(text));
    } catch (DateTimeException e) {
      return Instant.MAX;
    }
  }

  /** Deletes what a plan says: the manifest first, so that nobody finds half an artefact. */
  public void delete(Plan plan) {
    plan.folders().forEach(each -> ArtefactStore.delete(root.child(each.folder())));
  }
}
