package dev.perplex.job;

import dev.perplex.lm.fused.FusedModelFile;
import dev.perplex.lm.fused.NetworkShape;
import dev.perplex.lm.fused.Parameters;
import dev.perplex.lm.fused.WarmStart;
import dev.perplex.lm.spark.LanguageModels;
import dev.perplex.provenance.PerplexException;
import dev.perplex.provenance.Stage;
import dev.perplex.registry.Registry;
import dev.perplex.registry.Version;
import dev.perplex.store.Artefact;
import dev.perplex.store.ArtefactStore;
import dev.perplex.store.Location;
import dev.perplex.store.PartFile;
import dev.perplex.vocab.Vocabulary;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The trained model that a run's training starts from. The champion of a pipeline moves, perhaps by
 * this very run; so which one it was is settled when the run first asks, and stays in {@code
 * run.json}: submitted again, the run finds its work done.
 */
final class StartModel {
  private static final String NOTED = "train-start";
  private static final String NONE = "none";

  private final Run run;
  private final TrainStartSettings settings;
  private Optional<Found> found; // null until it is known

  /** A train artefact, and the checksum of its content. */
  private record Found(Location folder, String content) {}

  StartModel(Run run) {
    this.run = run;
    this.settings = run.settings().block("train", TrainStartSettings.class);
  }

  /**
   * Looks at it, before earlier stages take their time.
   *
   * @throws PerplexException exit code 2, where it is not there or does not fit
   */
  void check(NetworkShape shape) {
    // A champion of former times may be gone; it is missed where its run has yet to train.
    if (found().isPresent() && ArtefactStore.isArtefact(found().get().folder())) {
      Artefact artefact = opened(found().get().folder());
      try (InputStream in = artefact.openFile(file(artefact), 0)) {
        WarmStart.check(FusedModelFile.shape(in, origin(artefact)), shape, origin(artefact));
      } catch (IOException e) {
        throw PerplexException.failed(
            e, "%s cannot be read: %s.", origin(artefact), e.getMessage());
      }
    }
  }

  /** Its content's checksum; empty where training starts anew. */
  Optional<String> content() {
    return found().map(Found::content);
  }

  /**
   * What training starts from; null where it starts anew.
   *
   * @param vocabulary of the model that is to start
   * @param notes told how much of it is known
   */
  WarmStart of(Vocabulary vocabulary, NetworkShape shape, Consumer<String> notes) {
    if (found().isEmpty()) {
      if (settings.isChampion()) {
        notes.accept("starts anew: the pipeline had no champion when this run began");
      }
      return null;
    }
    Artefact artefact = opened(found().get().folder());
    Vocabulary old = VocabJob.vocabulary(artefact);
    int[] rows = new int[vocabulary.size()];
    for (int id = 0; id < rows.length; id++) {
      String word = vocabulary.word(id);
      rows[id] = old.contains(word) ? old.id(word) : -1;
    }
    Parameters trained =
        FusedModelFile.read(
            new ByteArrayInputStream(artefact.read(file(artefact).name())), origin(artefact));
    WarmStart.check(trained.shape(), shape, origin(artefact));
    WarmStart start = new WarmStart(trained, rows);
    notes.accept(
        String.format(
            Locale.ROOT,
            "starts from %s, which knows %,d of %,d words",
            origin(artefact),
            start.known(),
            rows.length));
    return start;
  }

  private Optional<Found> found() {
    if (found == null) {
      found = settings.isNone() ? Optional.empty() : find();
    }
    return found;
  }

  private Optional<Found> find() {
    if (!settings.isChampion()) {
      Location folder = Location.of(settings.start(), run.session().hadoop());
      return Optional.of(new Found(folder, opened(folder).content()));
    }
    Map<?, ?> noted = run.noted(NOTED, this::champion);
    return noted.containsKey(NONE)
        ? Optional.empty()
        : Optional.of(
            new Found(
                run.root().child(String.valueOf(noted.get("folder"))),
                String.valueOf(noted.get("content"))));
  }

  private Map<String, Object> champion() {
    Optional<Version> champion = Registry.of(run.root(), run.pipeline()).read().champion();
    return champion
        .map(
            version ->
                version
                    .artefact(Stage.TRAIN.label())
                    .orElseThrow(
                        () ->
                            PerplexException.usage(
                                "The champion %s names no train artefact to start from. Set %s to"
                                    + " \"\", or to a train artefact's folder.",
                                version.id(), TrainStartSettings.KEY)))
        .map(piece -> Map.<String, Object>of("folder", piece.folder(), "content", piece.content()))
        .orElse(Map.of(NONE, true));
  }

  private Artefact opened(Location folder) {
    if (!ArtefactStore.isArtefact(folder)) {
      throw PerplexException.usage(
          "%s = %s leads to %s, where no finished artefact lies. Give artefacts/train/FINGERPRINT"
              + " below a storage root, champion, or \"\" to start anew.",
          TrainStartSettings.KEY, settings.start(), folder);
    }
    Artefact artefact = Artefact.open(folder);
    if (!artefact.manifest().stage().equals(Stage.TRAIN.label())) {
      throw PerplexException.usage(
          "%s = %s is an artefact of %s, not of train. Give artefacts/train/FINGERPRINT.",
          TrainStartSettings.KEY, folder, artefact.manifest().stage());
    }
    return artefact;
  }

  /** What messages call it. */
  private static String origin(Artefact artefact) {
    return artefact.folder().toString();
  }

  private static PartFile file(Artefact artefact) {
    if (!artefact.has(LanguageModels.FUSED)) {
      throw PerplexException.usage(
          "%s = %s was trained by the engine dl4j; only models of the engine fused can be started"
              + " from. Name another, or set %s to \"\".",
          TrainStartSettings.KEY, artefact.folder(), TrainStartSettings.KEY);
    }
    return artefact.file(LanguageModels.FUSED);
  }
}
