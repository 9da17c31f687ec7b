package dev.perplex.job;

import dev.perplex.cluster.Progress;
import dev.perplex.provenance.Stage;
import dev.perplex.store.Artefact;
import dev.perplex.store.ArtefactWriter;
import dev.perplex.store.OwnedFolder;
import dev.perplex.store.PartFile;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** One stage: which settings and inputs decide its result, and how the result is made. */
interface StageJob {

  Stage stage();

  /** The settings that change the result, by full key; all checked, none of them a path. */
  Map<String, Object> settings();

  /** Content checksums of what the stage reads, by role; may run Spark, for raw sources. */
  Map<String, String> inputs();

  /** Makes the result. Everything that can be checked early was checked before. */
  Result make(Workshop workshop);

  /** Clears away what only an unfinished attempt needs; called when the artefact is published. */
  default void published(Workshop workshop) {}

  /** One line of what a finished artefact holds, for the console. */
  String summary(Artefact artefact);

  /**
   * What a stage works with.
   *
   * @param writer of this attempt
   * @param progress of the stage
   * @param notes lines for the user
   * @param earlier what becomes of unfinished work; with {@code --force} it is left
   */
  record Workshop(
      ArtefactWriter writer,
      Progress progress,
      Consumer<String> notes,
      OwnedFolder.Earlier earlier) {}

  /** The files of the artefact, and the counts that its manifest states. */
  record Result(List<PartFile> files, Map<String, Long> counts) {}
}
