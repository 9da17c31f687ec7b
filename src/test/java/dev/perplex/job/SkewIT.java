package dev.perplex.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.provenance.Stage;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Corpora of odd shapes; what they cost: {@code src/bench/skew}. */
@Timeout(300)
class SkewIT {
  private static final List<Stage> STAGES =
      List.of(Stage.PREPARE, Stage.TOKENIZE, Stage.VOCAB, Stage.TRAIN);
  private static final int LINES = 2000;

  /** Ten words and a full stop a line, and an end of the line. */
  private static final long TOKENS = 12L * LINES;

  @TempDir Path folder;

  private SkewTrials trials() {
    return new SkewTrials(folder, STAGES, LINES);
  }

  @Test
  void oneDocumentMayBeMostOfTheCorpus() {
    assertThat(trials().oneDocument().tokens()).isEqualTo(TOKENS);
  }

  @Test
  void aFileMayBeOneOfThousands() {
    assertThat(trials().files(LINES).tokens()).isEqualTo(TOKENS);
  }

  @Test
  void partsMayBeOneOrMany() {
    assertThat(trials().parts(1).tokens()).isEqualTo(TOKENS);
    assertThat(trials().parts(50).tokens()).isEqualTo(TOKENS);
  }
}
