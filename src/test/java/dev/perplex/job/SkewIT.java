package dev.perplex.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.provenance.Stage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Corpora of odd shapes; what they cost is measured by {@code src/bench/skew}. */
class SkewIT {
  private static final int LINES = 10_000;

  @TempDir Path folder;

  private SkewTrials trials(Stage last) {
    return new SkewTrials(folder, new ArrayList<>(EnumSet.range(Stage.PREPARE, last)), LINES);
  }

  /** The counts of words do not depend on how their text is cut. */
  @Test
  void manyPartsAndOneGiveTheSameVocabulary() {
    SkewTrials trials = trials(Stage.VOCAB);
    List<String> vocabularies = new ArrayList<>();
    for (int parts : new int[] {1, 150}) {
      trials.parts(parts);
      vocabularies.add(trials.last().artefact(Stage.VOCAB).readText(VocabJob.VOCABULARY_FILE));
    }
    assertThat(vocabularies.get(1)).isEqualTo(vocabularies.get(0)).contains("<unk>");
  }

  @Test
  void oneDocumentOfMostOfTheTextRunsThroughAllStages() {
    assertThat(trials(Stage.REPORT).oneDocument().tokens()).isGreaterThan(LINES);
  }

  /** Small files are read together, in so many parts as their bytes are worth. */
  @Test
  void tenThousandTinyFilesRunThroughAllStages() {
    SkewTrials trials = trials(Stage.REPORT);
    assertThat(trials.files(10_000).tokens()).isGreaterThan(LINES);
    assertThat(trials.last().artefact(Stage.PREPARE).files("train/", "")).hasSizeLessThan(40);
    assertThat(trials.last().artefact(Stage.PREPARE).count("train.documents")).isGreaterThan(7_500);
  }
}
