package dev.perplex.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.perplex.cli.Commands;
import dev.perplex.cli.Commands.Ended;
import dev.perplex.job.Drivers.Driver;
import dev.perplex.lm.LearningPoint;
import dev.perplex.provenance.Stage;
import dev.perplex.store.Artefact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pipeline run again: as it was, with other settings, elsewhere, and after its driver died. */
class RepeatedPipelineIT {
  private static final List<Stage> DATA =
      List.of(Stage.PREPARE, Stage.TOKENIZE, Stage.VOCAB, Stage.WORD2VEC);

  @TempDir static Path folder;
  private static Workplace place;
  private static Ended first;

  @BeforeAll
  static void runIt() {
    SmallRun run = SmallRun.in(newFolder("main"));
    place = run.place();
    first = run.ended();
  }

  @Test
  void theSameAgainSkipsEveryStageAndSaysWhy() {
    Ended again = Commands.run(place.command("pipeline"));
    assertThat(again.code()).isZero();
    for (Stage stage : Stage.values()) {
      assertThat(again.out())
          .containsPattern(
              stage + " +skipped: settings and inputs are those of [0-9a-f]{16}, made");
    }
    assertThat(again.out()).doesNotContain("started (");
    assertThat(table(again.out())).isEqualTo(table(first.out()));
  }

  private static String table(String out) {
    return out.substring(out.indexOf("\nsplit "));
  }

  @Test
  void aChangedSettingMakesItsStageAndThoseAfterIt() {
    Workplace other = Workplace.small(newFolder("changed"));
    String[] cheap = {"--set", "train.epochs=1", "--set", "train.max-tokens=600"};
    assertThat(Commands.run(other.command("pipeline", cheap)).code()).isZero();
    String[] changed = with(cheap, "--set", "vocab.min-count=6");
    String out = Commands.run(other.command("pipeline", changed)).out();
    assertThat(out)
        .containsPattern("prepare +skipped")
        .containsPattern("tokenize +skipped")
        .containsPattern("vocab +started \\(vocab.min-count = 6 \\(was 1\\)\\)")
        .containsPattern("word2vec +started \\(input vocab changed\\)")
        .containsPattern("train +started \\(input vocab changed; input word2vec changed\\)")
        .containsPattern(
            "report +started \\(vocab.min-count = 6 \\(was 1\\); input ngram changed; input train"
                + " changed;");

    // Made anew, the vocabulary is the same to the byte, and so nothing after it is made.
    List<String> contents = other.artefacts(Stage.VOCAB).stream().map(Artefact::content).toList();
    String forced = Commands.run(other.command("pipeline", with(cheap, "--force=vocab"))).out();
    assertThat(forced)
        .containsPattern("tokenize +skipped")
        .containsPattern("vocab +started \\(--force\\)")
        .containsPattern("word2vec +skipped")
        .containsPattern("report +skipped");
    assertThat(other.artefacts(Stage.VOCAB).stream().map(Artefact::content).toList())
        .isEqualTo(contents);

    // A setting that changes no result so far is told where it is printed: in the report.
    String[] same = with(cheap, "--set", "vocab.max-size=101", "--set", "vocab.min-count=5");
    String[] other5 = with(cheap, "--set", "vocab.max-size=102", "--set", "vocab.min-count=5");
    assertThat(Commands.run(other.command("pipeline", same)).code()).isZero();
    assertThat(Commands.run(other.command("pipeline", other5)).out())
        .containsPattern("vocab +started \\(vocab.max-size = 102 \\(was 101\\)\\)")
        .containsPattern("train +skipped")
        .containsPattern("report +started \\(vocab.max-size = 102 \\(was 101\\)\\)");
  }

  private static String[] with(String[] some, String... more) {
    return Stream.concat(Stream.of(some), Stream.of(more)).toArray(String[]::new);
  }

  private static Path newFolder(String name) {
    try {
      return Files.createDirectory(folder.resolve(name));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** In another place, on another number of cores: the same bytes. */
  @Test
  void equalSettingsAndSeedGiveEqualArtefacts() {
    Workplace other = Workplace.small(newFolder("equal"));
    for (Stage stage : DATA) {
      assertThat(Commands.on("local[1]", other.command(stage.label())).code()).isZero();
      assertThat(other.artefact(stage).content())
          .as(stage.label())
          .isEqualTo(place.artefact(stage).content());
    }
    Ended seeded = Commands.run(other.command("word2vec", "--set", "word2vec.seed=2"));
    assertThat(seeded.code()).isZero();
    assertThat(other.artefacts(Stage.WORD2VEC)).hasSize(2);
    assertThat(other.artefacts(Stage.WORD2VEC).stream().map(Artefact::content))
        .doesNotHaveDuplicates();
  }

  @Test
  void thePerplexityDoesNotDependOnTheCores() {
    String content = place.artefact(Stage.REPORT).content();
    for (String master : List.of("local[1]", "local[2]", "local[4]")) {
      Ended ended = Commands.on(master, place.command("report", "--force"));
      assertThat(ended.code()).isZero();
      assertThat(place.artefact(Stage.REPORT).content()).as(master).isEqualTo(content);
    }
  }

  /** The driver dies as soon as there is a checkpoint; the next run has the same learning curve. */
  @Test
  void aKilledTrainingGoesOnFromItsCheckpoint() throws Exception {
    Workplace other = Workplace.small(newFolder("killed"));
    for (Stage stage : DATA) {
      assertThat(Commands.run(other.command(stage.label())).code()).isZero();
    }
    killedAtACheckpoint(other, Stage.TRAIN);
    assertThat(other.artefacts(Stage.TRAIN)).as("killed before it was done").isEmpty();
    assertThat(Commands.run(other.command("status")).out()).contains("no result yet");

    Ended again = Commands.run(other.command("train"));
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.out()).containsPattern("train +going on after round \\d+");
    TrainJob.Training whole = TrainJob.training(place.artefact(Stage.TRAIN));
    TrainJob.Training resumed = TrainJob.training(other.artefact(Stage.TRAIN));
    assertThat(resumed.curve()).extracting(LearningPoint::tokens).isSorted();
    assertThat(resumed.curve())
        .extracting(LearningPoint::tokens, LearningPoint::validationLoss)
        .containsExactlyElementsOf(
            whole.curve().stream().map(p -> tuple(p.tokens(), p.validationLoss())).toList());
    assertThat(resumed.best()).isEqualTo(whole.best());
    assertThat(other.stored("rounds")).as("checkpoints are cleared away").isEmpty();
  }

  /** The same for word vectors, whose next run ends with the same bytes and its own speed. */
  @Test
  void aKilledWord2vecGoesOnFromItsRoundToTheSameBytes() throws Exception {
    Workplace other = Workplace.small(newFolder("killed-word2vec"));
    for (Stage stage : List.of(Stage.PREPARE, Stage.TOKENIZE, Stage.VOCAB)) {
      assertThat(Commands.run(other.command(stage.label())).code()).isZero();
    }
    String[] longer = {"--set", "word2vec.epochs=60"};
    killedAtACheckpoint(other, Stage.WORD2VEC, longer);
    assertThat(other.artefacts(Stage.WORD2VEC)).as("killed before it was done").isEmpty();

    Ended again = Commands.run(other.command("word2vec", longer));
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.out())
        .containsPattern("word2vec +going on after round \\d+ of 180, which an earlier try left")
        .containsPattern(
            "word2vec +takes 3\\d\\d MB of heap in this JVM: parameters 1 MB, 2 workers' copies 1"
                + " MB, text and messages \\d+ MB, words and Spark 300 MB");
    Artefact resumed = other.artefact(Stage.WORD2VEC);
    assertThat(resumed.count("timed-tokens")).isPositive().isLessThan(resumed.count("tokens"));
    assertThat(other.stored("rounds")).as("rounds are cleared away").isEmpty();

    assertThat(Commands.run(other.command("word2vec", with(longer, "--force"))).code()).isZero();
    Artefact whole = other.artefact(Stage.WORD2VEC);
    assertThat(whole.count("timed-tokens")).isEqualTo(whole.count("tokens"));
    assertThat(resumed.content()).isEqualTo(whole.content());
  }

  private static void killedAtACheckpoint(Workplace place, Stage stage, String... settings)
      throws Exception {
    try (Driver driver = Drivers.start(place, stage.label(), settings)) {
      // Not the one that says that nothing was done yet.
      driver.until(() -> place.holds("state-0*[1-9]\\d*\\.json"));
    }
  }
}
