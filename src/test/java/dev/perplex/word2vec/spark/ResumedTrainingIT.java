package dev.perplex.word2vec.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.store.OwnedFolder;
import dev.perplex.vocab.Vocabulary;
import dev.perplex.word2vec.ArrayIds;
import dev.perplex.word2vec.Examples;
import dev.perplex.word2vec.TwoTopics;
import dev.perplex.word2vec.Word2vecSettings;
import dev.perplex.word2vec.spark.Trainings.Told;
import dev.perplex.word2vec.spark.Trainings.Trained;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drivers that die, and files that suffer. */
class ResumedTrainingIT {
  private static final int[] IDS = TwoTopics.ids(200);
  private static final Vocabulary WIDE = Trainings.wide(IDS, 40_000); // 2 parts
  private static final Word2vecSettings SETTINGS = Examples.settings(3, 2, 4);

  private static JavaSparkContext spark;
  private static Trained uninterrupted;

  @TempDir static Path folder;
  @TempDir Path rounds;

  @BeforeAll
  static void start() {
    spark = Trainings.spark("local[2]");
    uninterrupted = Trained.of(train(folder.resolve("whole"), new Told()));
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static TrainedRows train(Path rounds, Told told) {
    return Trainings.train(spark, SETTINGS, new ArrayIds(IDS), WIDE, rounds, told);
  }

  /** The round's loss is told once the next round's tasks are done; that one is then not kept. */
  private void stopAfter(int told) {
    assertThatThrownBy(() -> train(rounds, new Told(told)))
        .hasMessageContaining("stopped by the test");
  }

  private static void resumes(Path rounds, int from, Told told) {
    assertThat(Trained.of(train(rounds, told))).isEqualTo(uninterrupted);
    assertThat(told.resumed).isEqualTo(from);
  }

  @Test
  void goesOnFromTheLastRoundToTheSameBits() {
    for (int told = 0; told < 12; told += 3) {
      Path place = rounds.resolve("after-" + told);
      int most = told;
      assertThatThrownBy(() -> train(place, new Told(most)))
          .hasMessageContaining("stopped by the test");
      Told again = new Told();
      resumes(place, told + 1, again);
      assertThat(again.warnings).isEmpty();
      assertThat(again.resumedTokens).isEqualTo(uninterrupted.curve().get(told).tokens());
      assertThat(again.points).hasSize(12 - told);
    }
  }

  @Test
  void aDriverMayDieOftenAndAfterTheLastRound() {
    stopAfter(1);
    stopAfter(1);
    stopAfter(2);
    train(rounds, new Told());
    resumes(rounds, 12, new Told());
  }

  @Test
  void aDamagedStateIsLeftForTheOneBefore() throws IOException {
    stopAfter(5);
    Path newest = rounds.resolve("state-000006.json");
    String json = Files.readString(newest);
    Files.writeString(newest, json.substring(0, json.length() / 2));
    Told told = new Told();
    resumes(rounds, 5, told);
    assertThat(told.warnings).containsExactly("the checkpoint " + newest + " is damaged and left");
  }

  @Test
  void aStateThatIsEmptyOrOfAnotherFormIsLeft() throws IOException {
    stopAfter(5);
    for (String content : List.of("", "{}", "[1]", "null", "{\"rounds\":6,\"chains\":null}")) {
      Files.writeString(rounds.resolve("state-000006.json"), content);
      assertThat(
              new RoundStore(OwnedFolder.alone(Trainings.location(rounds)))
                  .latest(state -> true, warning -> {})
                  .map(RoundState::rounds))
          .as(content)
          .hasValue(5);
    }
  }

  @Test
  void aPartFileThatIsShortSendsBackARound() throws IOException {
    stopAfter(5);
    Path part = newestFile(state(), 1);
    Files.write(part, new byte[10]);
    Told told = new Told();
    resumes(rounds, 5, told);
    assertThat(told.warnings).hasSize(1);
  }

  @Test
  void aPartFileThatIsGoneSendsBackARound() throws IOException {
    stopAfter(5);
    Files.delete(newestFile(state(), 0));
    resumes(rounds, 5, new Told());
  }

  @Test
  void whereAllIsDamagedItBeginsAnew() throws IOException {
    stopAfter(5);
    Files.delete(rounds.resolve("state-000006.json"));
    Files.writeString(rounds.resolve("state-000005.json"), "?");
    Told told = new Told();
    resumes(rounds, 0, told);
    assertThat(told.warnings).hasSize(1);
  }

  /** Its first rounds are then no older than what is damaged, and must stay. */
  @Test
  void whereBothCheckpointsAreDamagedItBeginsAnew() throws IOException {
    stopAfter(5);
    Files.writeString(rounds.resolve("state-000006.json"), "?");
    Path part = newestFile(state(), 0); // of round 5
    Files.write(part, new byte[10]);
    Told told = new Told(3);
    assertThatThrownBy(() -> train(rounds, told)).hasMessageContaining("stopped by the test");
    assertThat(told.warnings)
        .containsExactly(
            "the checkpoint " + rounds.resolve("state-000006.json") + " is damaged and left",
            "the checkpoint " + rounds.resolve("state-000005.json") + " is damaged and left");
    assertThat(part).doesNotExist();
    Told again = new Told();
    resumes(rounds, 4, again);
    assertThat(again.warnings).isEmpty();
  }

  @Test
  void aPartFileWithOtherBytesSendsBackARound() throws IOException {
    stopAfter(5);
    Path part = newestFile(state(), 1);
    byte[] bytes = Files.readAllBytes(part);
    bytes[bytes.length / 2] ^= 1;
    Files.write(part, bytes);
    Told told = new Told();
    resumes(rounds, 5, told);
    assertThat(told.warnings).hasSize(1);
  }

  private RoundState state() {
    return new RoundStore(OwnedFolder.alone(Trainings.location(rounds)))
        .latest(state -> true, warning -> {})
        .orElseThrow();
  }

  private Path newestFile(RoundState state, int part) {
    List<StoredPart> chain = state.chains().get(part);
    return rounds.resolve(chain.get(chain.size() - 1).path());
  }
}
