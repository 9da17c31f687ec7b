package dev.perplex.word2vec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.vocab.Vocabulary;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Whole trainings, without Spark, on a corpus of two topics. */
class LearningTest {
  private final int[] ids = TwoTopics.ids(500);
  private final Vocabulary vocabulary = TwoTopics.vocabulary(ids);

  private LocalRounds train(Word2vecSettings settings) {
    return LocalRounds.train(settings, new ArrayIds(ids), vocabulary);
  }

  @Test
  void eachModelAndLossLearnsTopicsThatTheStartDoesNotKnow() {
    for (WordModel model : WordModel.values()) {
      for (WordLoss loss : WordLoss.values()) {
        for (int workers : new int[] {1, 2, 8}) {
          Word2vecSettings settings = Examples.settings(model, loss, 5, workers, 5);
          assertThat(TwoTopics.separation(LocalRounds.start(settings, vocabulary).vectors()))
              .isBetween(-0.1, 0.1);
          assertThat(TwoTopics.separation(train(settings).vectors()))
              .as("%s, %s, %d workers", model, loss, workers)
              .isGreaterThan(0.5);
        }
      }
    }
  }

  @Test
  void wordsWithoutAnOrderTeachNothing() {
    int[] shuffled = ids.clone();
    SplittableRandom random = new SplittableRandom(1);
    for (int i = shuffled.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int word = shuffled[i];
      shuffled[i] = shuffled[other];
      shuffled[other] = word;
    }
    LocalRounds trained =
        LocalRounds.train(Examples.settings(5, 1, 5), new ArrayIds(shuffled), vocabulary);
    assertThat(TwoTopics.separation(trained.vectors())).isBetween(-0.2, 0.2);
  }

  @Test
  void theTrainingLossFalls() {
    LocalRounds trained = train(Examples.settings(5, 2, 5));
    assertThat(trained.stats()).hasSize(25);
    assertThat(trained.stats().get(24).meanLoss())
        .isLessThan(0.95 * trained.stats().get(0).meanLoss());
  }

  @Test
  void threadsThatShareAWorkersRowsLearnToo() {
    Word2vecSettings settings = Examples.withThreads(Examples.settings(5, 2, 5), 3);
    LocalRounds trained = train(settings);
    assertThat(TwoTopics.separation(trained.vectors())).isGreaterThan(0.5);
    assertThat(trained.stats().stream().mapToLong(RoundStats::tokens).sum())
        .isEqualTo(5L * ids.length);
  }

  @Test
  void manyWorkersKeepVectorsOfTheScaleOfOne() {
    double one = train(Examples.settings(5, 1, 5)).meanNorm();
    for (int workers : new int[] {4, 16, 64}) {
      double many = train(Examples.settings(5, workers, 5)).meanNorm();
      assertThat(many / one).as("norm with %d workers", workers).isBetween(0.5, 2.0);
    }
  }

  @Test
  void specialWordsStayZeroAndTheSeedDecides() {
    Word2vecSettings settings = Examples.settings(1, 2, 2);
    LocalRounds end = train(settings);
    assertThat(Arrays.copyOf(end.inputs(), 2 * 12)).containsOnly(0);
    assertThat(Arrays.copyOf(end.outputs(), 2 * 12)).containsOnly(0);
    assertThat(train(settings).inputs()).isEqualTo(end.inputs());
    assertThat(train(Examples.withSeed(settings, 2)).inputs()).isNotEqualTo(end.inputs());
  }

  @Test
  void workersWithoutTokensChangeNothing() {
    Word2vecSettings settings = Examples.settings(1, 64, 20);
    float[] start = LocalRounds.start(settings, vocabulary).inputs();
    for (int[] few : new int[][] {{2, 3, 4, Vocabulary.EOS_ID}, {}}) {
      assertThat(LocalRounds.train(settings, new ArrayIds(few), vocabulary).inputs())
          .isEqualTo(start);
    }
  }

  @Test
  void aTextShorterThanAWindowIsLearnedAsOne() {
    Word2vecSettings settings = Examples.settings(1, 1, 1);
    LocalRounds trained = LocalRounds.train(settings, new ArrayIds(2, 3), vocabulary);
    assertThat(trained.stats().get(0).pairs()).isEqualTo(2);
    assertThat(trained.meanNorm()).isPositive();
  }

  @Test
  void oneWordOverAndOverTrainsWithoutHarm() {
    int[] line = new int[400];
    Arrays.fill(line, 2);
    line[399] = 3;
    for (WordModel model : WordModel.values()) {
      for (WordLoss loss : WordLoss.values()) {
        LocalRounds end =
            LocalRounds.train(
                Examples.settings(model, loss, 3, 2, 3),
                new ArrayIds(line),
                Examples.vocabulary(399, 1));
        assertThat(end.vectors().nearest("w0", 5)).hasSize(1);
        assertThat(end.meanNorm()).isFinite();
      }
    }
  }

  /** As many as a large cluster has, with the rounds that are chosen for them: one an epoch. */
  @Test
  void sixtyFourWorkersWithTheRoundsByDefaultKeepTheScaleForEachModelAndLoss() {
    ArrayIds text = new ArrayIds(TwoTopics.ids(3000));
    for (WordModel model : WordModel.values()) {
      for (WordLoss loss : WordLoss.values()) {
        double one =
            LocalRounds.train(Examples.settings(model, loss, 5, 1, 0), text, vocabulary).meanNorm();
        LocalRounds end =
            LocalRounds.train(Examples.settings(model, loss, 5, 64, 0), text, vocabulary);
        assertThat(end.stats()).hasSize(5);
        assertThat(end.meanNorm() / one).as("%s, %s", model, loss).isBetween(0.7, 1.4);
        assertThat(Rows.areFinite(end.rows().values(0, 1))).isTrue();
      }
    }
  }
}
