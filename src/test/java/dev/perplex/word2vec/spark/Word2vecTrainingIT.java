package dev.perplex.word2vec.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.provenance.ExitCode;
import dev.perplex.provenance.PerplexException;
import dev.perplex.store.OwnedFolder;
import dev.perplex.vocab.Vocabulary;
import dev.perplex.word2vec.ArrayIds;
import dev.perplex.word2vec.Crew;
import dev.perplex.word2vec.Examples;
import dev.perplex.word2vec.LocalRounds;
import dev.perplex.word2vec.TwoTopics;
import dev.perplex.word2vec.Word2vecSettings;
import dev.perplex.word2vec.WordLoss;
import dev.perplex.word2vec.WordModel;
import dev.perplex.word2vec.WordVectors;
import dev.perplex.word2vec.spark.Trainings.Told;
import dev.perplex.word2vec.spark.Trainings.Trained;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Word2vecTrainingIT {
  private static JavaSparkContext spark;

  @TempDir Path folder;
  private final int[] ids = TwoTopics.ids(500);
  private final Vocabulary vocabulary = TwoTopics.vocabulary(ids);

  @BeforeAll
  static void start() {
    spark = Trainings.spark("local[2]");
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private TrainedRows train(Word2vecSettings settings, Told told) {
    return Trainings.train(
        spark, settings, new ArrayIds(ids), vocabulary, folder.resolve("rounds"), told);
  }

  @Test
  void sparkGivesTheBitsOfOneThreadForEachModelAndLoss() {
    for (WordModel model : WordModel.values()) {
      for (WordLoss loss : WordLoss.values()) {
        Word2vecSettings settings = Examples.settings(model, loss, 2, 3, 2);
        Trained trained =
            Trained.of(
                Trainings.train(
                    spark,
                    settings,
                    new ArrayIds(ids),
                    vocabulary,
                    folder.resolve(model + "-" + loss),
                    new Told()));
        LocalRounds local = LocalRounds.train(settings, new ArrayIds(ids), vocabulary);
        assertThat(trained.inputs()).as("%s, %s", model, loss).isEqualTo(local.inputs());
        assertThat(trained.outputs()).as("%s, %s", model, loss).isEqualTo(local.outputs());
      }
    }
  }

  @Test
  void severalPartsAndLongChainsGiveTheBitsOfOneThread() {
    Vocabulary wide = Trainings.wide(ids, 40_000);
    Word2vecSettings settings = Examples.settings(2, 3, 6);
    TrainedRows rows =
        Trainings.train(spark, settings, new ArrayIds(ids), wide, folder, new Told());
    LocalRounds local = LocalRounds.train(settings, new ArrayIds(ids), wide);
    Trained trained = Trained.of(rows);
    assertThat(trained.inputs()).isEqualTo(local.inputs());
    assertThat(trained.outputs()).isEqualTo(local.outputs());
    assertThat(state(folder).parts()).isEqualTo(3);
  }

  private static RoundState state(Path rounds) {
    return new RoundStore(OwnedFolder.alone(Trainings.location(rounds)))
        .latest(state -> true, warning -> {})
        .orElseThrow();
  }

  @Test
  void learnsAndTellsItsProgress() {
    Told told = new Told();
    TrainedRows trained = train(Examples.settings(5, 2, 4), told);
    List<String> words = new ArrayList<>();
    for (int id = 0; id < vocabulary.size(); id++) {
      words.add(vocabulary.word(id));
    }
    assertThat(
            TwoTopics.separation(
                new WordVectors(words, 12, trained.toArray(trained.shape().words()))))
        .isGreaterThan(0.5);
    assertThat(told.points).hasSize(20).isEqualTo(trained.curve());
    RoundPoint first = told.points.get(0);
    RoundPoint last = told.points.get(19);
    assertThat(last.tokens()).isEqualTo(5L * ids.length);
    assertThat(last.trainingLoss()).isLessThan(first.trainingLoss());
    assertThat(last.heldOutLoss()).isLessThan(first.heldOutLoss());
    assertThat(last.rate()).isLessThan(first.rate()).isPositive();
    assertThat(told.points).filteredOn(RoundPoint::endsEpoch).hasSize(5);
    assertThat(told.resumed).isZero();
    assertThat(told.warnings).isEmpty();
  }

  @Test
  void onlyTheFilesOfTheLastTwoRoundsStay() throws IOException {
    train(Examples.settings(3, 2, 4), new Told());
    Path rounds = folder.resolve("rounds");
    Set<String> named = new HashSet<>();
    state(rounds).chains().forEach(chain -> chain.forEach(part -> named.add(part.path())));
    assertThat(state(rounds).rounds()).isEqualTo(12);
    Files.delete(rounds.resolve("state-000012.json"));
    state(rounds).chains().forEach(chain -> chain.forEach(part -> named.add(part.path())));
    assertThat(state(rounds).rounds()).isEqualTo(11);
    try (Stream<Path> files = Files.walk(rounds)) {
      assertThat(files.filter(Files::isRegularFile).map(file -> rounds.relativize(file).toString()))
          .containsExactlyInAnyOrderElementsOf(with(named, "state-000011.json"));
    }
  }

  private static Set<String> with(Set<String> names, String more) {
    names.add(more);
    return names;
  }

  @Test
  void aRateBeyondReasonEndsInAMessage() {
    for (WordModel model : WordModel.values()) {
      Word2vecSettings wild =
          Examples.withRate(Examples.settings(model, WordLoss.NEGATIVE_SAMPLING, 5, 2, 4), 1e30);
      assertThatThrownBy(() -> train(wild, new Told()))
          .isInstanceOf(PerplexException.class)
          .hasMessage(
              "word2vec.rate = 1.0E30 made the vectors leave the finite numbers in epoch 1, round"
                  + " 1. Set word2vec.rate lower, or word2vec.rounds-per-epoch higher.");
    }
  }

  @Test
  void withoutAValidationSplitThereIsNoHeldOutLoss() {
    Told told = new Told();
    new Word2vecTraining(spark, Examples.settings(1, 2, 2), Trainings.location(folder))
        .train(new ArrayIds(ids), new ArrayIds(), vocabulary, null, told);
    assertThat(told.points).hasSize(2).allMatch(point -> point.heldOutLoss() == null);
  }

  @Test
  void fewWordsAndPartsWithoutAWordAreNoTrouble() {
    int[] few = {2, 3, 1, 0, 0, 1, 1, 0, 2, 3};
    for (WordModel model : WordModel.values()) {
      for (WordLoss loss : WordLoss.values()) {
        Told told = new Told();
        TrainedRows trained =
            new Word2vecTraining(
                    spark,
                    Examples.settings(model, loss, 1, 4, 2),
                    Trainings.location(folder.resolve(model + "-" + loss)))
                .train(
                    new ArrayIds(few), new ArrayIds(2, 3), Examples.vocabulary(2, 2), null, told);
        assertThat(trained.toArray(trained.shape().words())).hasSize(4 * 12);
        assertThat(told.points.get(1).tokens()).isEqualTo(few.length);
        assertThat(told.warnings).isEmpty();
      }
    }
  }

  @Test
  void aTextOfOnePairTrainsThoughTheOtherWorkerHasNone() {
    int[] few = {2, 3, 1, 2};
    Told told = new Told();
    TrainedRows trained =
        Trainings.train(
            spark, Examples.settings(1, 2, 1), new ArrayIds(few), vocabulary, folder, told);
    assertThat(trained.toArray(trained.shape().words()))
        .isEqualTo(
            LocalRounds.train(Examples.settings(1, 2, 1), new ArrayIds(few), vocabulary).inputs());
    assertThat(told.points).hasSize(1);
    assertThat(told.points.get(0).pairs()).isEqualTo(2);
  }

  /** In the last round of the first epoch, also where an earlier try did the rounds before. */
  @Test
  void wordsThatAllStandAloneAreRefused() {
    int[] alone = {2, 1, 3, 1, 4, 1, 2, 1};
    Told told = new Told();
    for (int time = 0; time < 2; time++) {
      assertThatThrownBy(
              () ->
                  new Word2vecTraining(
                          spark, Examples.settings(2, 2, 2), Trainings.location(folder))
                      .train(
                          new ArrayIds(alone),
                          new ArrayIds(),
                          Examples.vocabulary(2, 1, 1),
                          null,
                          told))
          .isInstanceOfSatisfying(
              PerplexException.class,
              e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DATA_REFUSED))
          .hasMessage(
              "word2vec found no two words near each other in epoch 1: every word stands alone in"
                  + " its sentence or in its worker's part of a round (word2vec.workers = 2). Give"
                  + " longer sentences or more text, or set word2vec.workers lower.");
    }
    assertThat(told.resumed).isEqualTo(1);
  }

  /** In one JVM, by the same executor; that neither drives the other's rows out is tested alone. */
  @Test
  void twoTrainingsSideBySideGiveTheirOwnBits() {
    List<Word2vecSettings> both = List.of(Examples.settings(2, 2, 6), Examples.settings(3, 3, 4));
    List<float[]> inputs =
        Crew.work(
            2,
            2,
            number ->
                Trained.of(
                        Trainings.train(
                            spark,
                            both.get(number),
                            new ArrayIds(ids),
                            vocabulary,
                            folder.resolve("side-" + number),
                            new Told()))
                    .inputs());
    for (int number = 0; number < 2; number++) {
      assertThat(inputs.get(number))
          .isEqualTo(LocalRounds.train(both.get(number), new ArrayIds(ids), vocabulary).inputs());
    }
  }

  @Test
  void moreThreadsThanSparkCountsAreSaid() {
    Told told = new Told();
    train(Examples.withThreads(Examples.settings(1, 2, 2), 2), told);
    assertThat(told.warnings)
        .containsExactly(
            "word2vec.threads = 2 threads share a task, and Spark gives a task spark.task.cpus = 1"
                + " of an executor's cores: more threads run at once than there are cores where"
                + " tasks fill the executor. Set spark.task.cpus=2.");
  }

  @Test
  void aTextWithoutAKnownWordIsRefused() {
    Vocabulary none = Examples.vocabulary();
    assertThatThrownBy(
            () ->
                Trainings.train(
                    spark,
                    Examples.settings(1, 2, 2),
                    new ArrayIds(0, 1),
                    none,
                    folder,
                    new Told()))
        .isInstanceOf(PerplexException.class)
        .hasMessageStartingWith("word2vec has no word to train: ");
  }
}
