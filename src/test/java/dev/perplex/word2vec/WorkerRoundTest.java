package dev.perplex.word2vec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.kernel.FloatLoops;
import dev.perplex.provenance.Seeds;
import dev.perplex.provenance.Stage;
import dev.perplex.vocab.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkerRoundTest {
  private final int[] ids = TwoTopics.ids(500);
  private final Vocabulary vocabulary = TwoTopics.vocabulary(ids);

  private static Word2vecSettings settings(int epochs, int workers, int rounds) {
    return new Word2vecSettings(12, 3, 5, 0, 0.025, epochs, workers, rounds, 1);
  }

  private WorkerRound work(Word2vecSettings settings) {
    return new WorkerRound(settings, RoundPlan.of(ids.length, settings), vocabulary);
  }

  private SkipGramParameters initial(Word2vecSettings settings) {
    return SkipGramParameters.initial(vocabulary.size(), settings);
  }

  @Test
  void isAPureFunction() {
    Word2vecSettings settings = settings(1, 2, 4);
    SkipGramParameters global = initial(settings);
    SkipGramParameters before = global.copy();
    WorkerRound.Result once = work(settings).run(global, new ArrayIds(ids), 1, 0, 2, 7);
    WorkerRound.Result again = work(settings).run(global, new ArrayIds(ids), 1, 0, 2, 7);
    assertThat(again).isEqualTo(once);
    assertThat(once.stats().pairs()).isPositive();
    assertThat(global.input()).isEqualTo(before.input());
    assertThat(global.output()).isEqualTo(before.output());
  }

  @Test
  void roundsWorkersAndSeedsDrawDifferentNumbers() {
    Word2vecSettings settings = settings(2, 2, 4);
    int[] same = new int[ids.length];
    Arrays.fill(same, 2);
    for (int i = 0; i < same.length; i++) {
      same[i] += i % 2; // every part alike, so that only the draws differ
    }
    SkipGramParameters global = initial(settings);
    List<WorkerRound.Result> results = new ArrayList<>();
    for (int[] at : new int[][] {{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}}) {
      results.add(
          work(settings)
              .run(global, new ArrayIds(same), at[0], at[1], at[2], Integer.MAX_VALUE / 2));
    }
    assertThat(results).doesNotHaveDuplicates();
  }

  @Test
  void blocksHoldTheRowsThatAreTheirs() {
    Word2vecSettings settings = settings(1, 1, 1);
    WorkerRound.Result result =
        work(settings).run(initial(settings), new ArrayIds(ids), 0, 0, 0, 10);
    // 22 words, so 44 rows: blocks of 10, 10, 10, 10 and 4
    assertThat(result.blocks()).hasSize(5);
    for (int block = 0; block < 5; block++) {
      RowChanges rows = result.blocks().get(block);
      for (int i = 0; i < rows.size(); i++) {
        assertThat(rows.row(i) / 10).isEqualTo(block);
        assertThat(rows.row(i) % 22).isGreaterThan(Vocabulary.EOS_ID);
      }
    }
    assertThat(result.blocks().stream().mapToInt(RowChanges::size).sum()).isEqualTo(40);
  }

  @Test
  void oneWorkersRoundsGiveTheBitsOfAPlainLocalPass() {
    Word2vecSettings settings = settings(2, 1, 5);
    RoundPlan plan = RoundPlan.of(ids.length, settings);
    OwnRows rows = new OwnRows(initial(settings)); // changed in place, never merged
    SkipGram local =
        new SkipGram(
            settings.window(),
            new Subsampling(vocabulary, 0),
            new NegativeSampling(rows, AliasTable.ofWords(vocabulary), settings.negatives()));
    for (int epoch = 0; epoch < 2; epoch++) {
      for (int round = 0; round < 5; round++) {
        int[] part = new ArrayIds(ids).read(plan.start(0, round), plan.length(0, round));
        double done = plan.tokensBefore(epoch, round);
        RateSpan rate =
            new RateSpan(0.025, done / (2 * ids.length), (done + part.length) / (2 * ids.length));
        local.train(part, rate, new FastRandom(Seeds.of(1, Stage.WORD2VEC, epoch * 5 + round, 0)));
      }
    }
    SkipGramParameters expected =
        initial(settings).with(List.of(rows.changes(0, 2 * vocabulary.size())));
    SkipGramParameters actual = LocalRounds.train(settings, new ArrayIds(ids), vocabulary);
    assertThat(actual.input()).isEqualTo(expected.input());
    assertThat(actual.output()).isEqualTo(expected.output());
  }

  @Test
  void workersWithoutTokensChangeNothing() {
    Word2vecSettings settings = settings(1, 64, 20);
    int[] few = {2, 3, 4, Vocabulary.EOS_ID};
    RoundPlan plan = RoundPlan.of(few.length, settings);
    WorkerRound work = new WorkerRound(settings, plan, vocabulary);
    WorkerRound.Result result = work.run(initial(settings), new ArrayIds(few), 0, 0, 0, 100);
    assertThat(result.stats()).isEqualTo(RoundStats.NONE);
    assertThat(result.blocks()).allSatisfy(block -> assertThat(block.size()).isZero());
    assertThat(LocalRounds.train(settings, new ArrayIds(few), vocabulary).input())
        .isEqualTo(initial(settings).input());
    assertThat(LocalRounds.train(settings, new ArrayIds(), vocabulary).input())
        .isEqualTo(initial(settings).input());
  }

  @Test
  void learnsTopicsThatTheStartDoesNotKnow() {
    for (int workers : new int[] {1, 2, 8}) {
      Word2vecSettings settings = settings(5, workers, 5);
      WordVectors start = WordVectors.of(vocabulary, initial(settings));
      WordVectors end =
          WordVectors.of(vocabulary, LocalRounds.train(settings, new ArrayIds(ids), vocabulary));
      assertThat(TwoTopics.separation(start)).isBetween(-0.1, 0.1);
      assertThat(TwoTopics.separation(end)).isGreaterThan(0.5);
    }
  }

  @Test
  void specialWordsStayZeroAndTheSeedDecides() {
    Word2vecSettings settings = settings(1, 2, 2);
    SkipGramParameters end = LocalRounds.train(settings, new ArrayIds(ids), vocabulary);
    assertThat(FloatLoops.squaredNorm(end.input(), 0, 2 * 12)).isZero();
    assertThat(FloatLoops.squaredNorm(end.output(), 0, 2 * 12)).isZero();
    assertThat(LocalRounds.train(settings, new ArrayIds(ids), vocabulary).input())
        .isEqualTo(end.input());
    Word2vecSettings other = new Word2vecSettings(12, 3, 5, 0, 0.025, 1, 2, 2, 2);
    assertThat(LocalRounds.train(other, new ArrayIds(ids), vocabulary).input())
        .isNotEqualTo(end.input());
  }

  @Test
  void manyWorkersKeepVectorsOfTheScaleOfOne() {
    double one = meanNorm(LocalRounds.train(settings(5, 1, 5), new ArrayIds(ids), vocabulary));
    for (int workers : new int[] {4, 16, 64}) {
      double many =
          meanNorm(LocalRounds.train(settings(5, workers, 5), new ArrayIds(ids), vocabulary));
      assertThat(many / one).as("norm with %d workers", workers).isBetween(0.5, 2.0);
    }
  }

  @Test
  void theRateRisesWithTheWorkersUpToItsBound() {
    assertThat(WorkerRound.startRate(settings(1, 1, 1))).isEqualTo(0.025);
    assertThat(WorkerRound.startRate(settings(1, 4, 1))).isEqualTo(0.1);
    assertThat(WorkerRound.startRate(settings(1, 64, 1))).isEqualTo(0.2);
    Word2vecSettings high = new Word2vecSettings(12, 3, 5, 0, 0.5, 1, 4, 1, 1);
    assertThat(WorkerRound.startRate(high)).isEqualTo(0.5);
  }

  private double meanNorm(SkipGramParameters parameters) {
    double sum = 0;
    for (int id = 2; id < vocabulary.size(); id++) {
      sum += Math.sqrt(FloatLoops.squaredNorm(parameters.input(), id * 12, 12));
    }
    return sum / (vocabulary.size() - 2);
  }

  @Test
  void nanInTheParametersShowsInTheLoss() {
    Word2vecSettings settings = settings(1, 1, 1);
    SkipGramParameters sick = initial(settings);
    sick.input()[5 * 12] = Float.NaN;
    WorkerRound.Result result = work(settings).run(sick, new ArrayIds(ids), 0, 0, 0, 100);
    assertThat(result.stats().loss()).isNaN();
  }

  @Test
  void oneWordAloneTrainsWithoutHarm() {
    Vocabulary one =
        new Vocabulary(List.of(Vocabulary.UNK, Vocabulary.EOS, "a"), new long[] {0, 0, 400});
    int[] line = new int[400];
    Arrays.fill(line, 2);
    SkipGramParameters end = LocalRounds.train(settings(3, 2, 3), new ArrayIds(line), one);
    assertThat(WordVectors.of(one, end).nearest("a", 5)).isEmpty();
  }

  @Test
  void aVocabularyWithoutWordsIsRefused() {
    Vocabulary none = new Vocabulary(List.of(Vocabulary.UNK, Vocabulary.EOS), new long[] {10, 20});
    Word2vecSettings settings = settings(1, 1, 1);
    assertThatThrownBy(() -> new WorkerRound(settings, RoundPlan.of(30, settings), none))
        .hasMessage(
            "word2vec has no word to train: none of the 30 tokens of the training split is in the"
                + " vocabulary. Set vocab.min-count lower, or give more text.");
  }

  @Test
  void aDimensionThatNoArrayHoldsIsRefused() {
    Word2vecSettings settings = new Word2vecSettings(1 << 20, 3, 5, 0, 0.025, 1, 1, 1, 1);
    assertThatThrownBy(() -> SkipGramParameters.initial(1 << 20, settings))
        .hasMessageStartingWith("word2vec.dimension = 1048576 is above 2047 for a vocabulary of");
  }
}
