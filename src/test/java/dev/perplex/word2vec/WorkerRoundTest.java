package dev.perplex.word2vec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.perplex.provenance.ExitCode;
import dev.perplex.provenance.PerplexException;
import dev.perplex.vocab.Vocabulary;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WorkerRoundTest {
  private final int[] ids = TwoTopics.ids(500);
  private final Vocabulary vocabulary = TwoTopics.vocabulary(ids);

  private WorkerRound work(Word2vecSettings settings) {
    return new WorkerRound(settings, RoundPlan.of(ids.length, settings), vocabulary);
  }

  private record Result(RoundStats stats, RowChanges changes) {}

  private static Result run(
      WorkerRound work, GlobalRows global, ArrayIds ids, int worker, int epoch, int round) {
    OwnRows own = new OwnRows(work.shape());
    RoundStats stats = work.run(own, global, ids, worker, epoch, round, done -> {});
    return new Result(stats, own.changes(0, 1));
  }

  @Test
  void isAPureFunctionForEachModelAndLoss() throws Exception {
    for (WordModel model : WordModel.values()) {
      for (WordLoss loss : WordLoss.values()) {
        Word2vecSettings settings = Examples.settings(model, loss, 1, 2, 4);
        GlobalRows global = LocalRounds.train(settings, new ArrayIds(ids), vocabulary).rows();
        RowChanges before = global.values(0, 1);
        WorkerRound work = work(settings);
        Result once = run(work, global, new ArrayIds(ids), 1, 0, 2);
        assertThat(run(work, global, new ArrayIds(ids), 1, 0, 2)).isEqualTo(once);
        assertThat(run(work(settings), global, new ArrayIds(ids), 1, 0, 2)).isEqualTo(once);
        assertThat(run(sent(work), global, new ArrayIds(ids), 1, 0, 2)).isEqualTo(once);
        assertThat(once.stats().pairs()).isPositive();
        assertThat(Rows.areFinite(once.changes())).isTrue();
        assertThat(global.values(0, 1)).isEqualTo(before);
      }
    }
  }

  private static WorkerRound sent(WorkerRound work) throws Exception {
    ByteArrayOutputStream to = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(to)) {
      out.writeObject(work);
    }
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(to.toByteArray()))) {
      return (WorkerRound) in.readObject();
    }
  }

  @Test
  void ownRowsOfAnEarlierRoundDoNotShine() {
    Word2vecSettings settings = Examples.settings(1, 2, 4);
    WorkerRound work = work(settings);
    GlobalRows global = LocalRounds.start(settings, vocabulary).rows();
    OwnRows used = new OwnRows(work.shape());
    work.run(used, global, new ArrayIds(ids), 0, 0, 0, done -> {});
    work.run(used, global, new ArrayIds(ids), 1, 0, 2, done -> {});
    assertThat(used.changes(0, 1))
        .isEqualTo(run(work, global, new ArrayIds(ids), 1, 0, 2).changes());
  }

  /** Rounds on different words: the arrays are those of the round that touched most. */
  @Test
  void ownRowsTakeTheMemoryOfOneRound() {
    long[] counts = new long[60];
    Arrays.fill(counts, 2);
    int[] text = new int[120];
    Arrays.setAll(text, i -> 2 + i / 2); // every word twice, one word after another
    for (int threads : new int[] {1, 2}) {
      Word2vecSettings settings = Examples.withThreads(Examples.settings(2, 1, 6), threads);
      WorkerRound round =
          new WorkerRound(settings, RoundPlan.of(120, settings), Examples.vocabulary(counts));
      GlobalRows global = LocalRounds.start(settings, Examples.vocabulary(counts)).rows();
      OwnRows own = new OwnRows(round.shape());
      int most = 0;
      for (int i = 0; i < 12; i++) {
        round.run(own, global, new ArrayIds(text), 0, i / 6, i % 6, done -> {});
        most = Math.max(most, own.changes(0, 1).size());
      }
      assertThat(own.arrays()).isEqualTo(threads == 1 ? most : round.shape().rows());
      assertThat(most).isLessThan(round.shape().rows());
    }
  }

  @Test
  void roundsWorkersAndSeedsDrawDifferentNumbers() {
    Word2vecSettings settings = Examples.settings(2, 2, 4);
    int[] same = new int[ids.length];
    Arrays.setAll(same, i -> 2 + i % 2); // every part alike, so that only the draws differ
    GlobalRows global = LocalRounds.start(settings, vocabulary).rows();
    List<Result> results = new ArrayList<>();
    for (int[] at : new int[][] {{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}}) {
      results.add(run(work(settings), global, new ArrayIds(same), at[0], at[1], at[2]));
    }
    results.add(run(work(Examples.withSeed(settings, 2)), global, new ArrayIds(same), 0, 0, 0));
    assertThat(results).doesNotHaveDuplicates();
  }

  @Test
  void roundsOfAllWorkersWorkThroughEveryTokenOfEveryEpoch() {
    for (int threads : new int[] {1, 3}) {
      Word2vecSettings settings = Examples.withThreads(Examples.settings(3, 7, 4), threads);
      AtomicLong progress = new AtomicLong();
      WorkerRound work = work(settings);
      GlobalRows global = LocalRounds.start(settings, vocabulary).rows();
      OwnRows own = new OwnRows(work.shape());
      RoundStats sum = RoundStats.NONE;
      for (int round = 0; round < 12; round++) {
        for (int worker = 0; worker < 7; worker++) {
          sum =
              sum.plus(
                  work.run(
                      own,
                      global,
                      new ArrayIds(ids),
                      worker,
                      round / 4,
                      round % 4,
                      progress::addAndGet));
        }
      }
      long words = Arrays.stream(ids).filter(ModelShape::isTrained).count();
      assertThat(sum.tokens()).isEqualTo(3L * ids.length).isEqualTo(progress.get());
      assertThat(sum.words()).isEqualTo(3 * words);
    }
  }

  @Test
  void partsOfTheRowsGiveTheBitsOfAllOfThem() {
    Word2vecSettings settings = Examples.settings(2, 3, 4);
    LocalRounds one = LocalRounds.train(settings, new ArrayIds(ids), vocabulary, 1);
    LocalRounds seven = LocalRounds.train(settings, new ArrayIds(ids), vocabulary, 7);
    assertThat(seven.inputs()).isEqualTo(one.inputs());
    assertThat(seven.outputs()).isEqualTo(one.outputs());
  }

  @Test
  void theRateRisesWithTheWorkersUpToItsBoundAndTheMergeKnows() {
    Word2vecSettings one = Examples.settings(1, 1, 1);
    assertThat(work(one).rate(0, 0).at(0)).isEqualTo(0.025f);
    assertThat(work(one).rateFactor()).isEqualTo(1);
    Word2vecSettings four = Examples.settings(1, 4, 1);
    assertThat(work(four).rate(0, 0).at(0)).isEqualTo(0.1f);
    assertThat(work(four).rateFactor()).isEqualTo(4);
    Word2vecSettings many = Examples.settings(1, 64, 1);
    assertThat(work(many).rate(0, 0).at(0)).isEqualTo(0.2f);
    assertThat(work(many).rateFactor()).isCloseTo(8, within(1e-9));
    Word2vecSettings passes = Examples.settings(4, 64, 1);
    assertThat(work(passes).rate(0, 0).at(0)).isEqualTo(0.15f);
    assertThat(work(passes).rateFactor()).isCloseTo(6, within(1e-9));
    assertThat(work(Examples.settings(1000, 64, 1)).rate(0, 0).at(0)).isEqualTo(0.15f);
    Word2vecSettings high = Examples.withRate(four, 0.9);
    assertThat(work(high).rate(0, 0).at(0)).isEqualTo(0.9f);
    assertThat(work(high).rateFactor()).isEqualTo(1);
  }

  @Test
  void theRateFallsFromRoundToRoundOverAllEpochs() {
    WorkerRound work = work(Examples.settings(2, 1, 2));
    assertThat(work.rate(0, 0).at(1)).isEqualTo(work.rate(0, 1).at(0));
    assertThat(work.rate(0, 1).at(1)).isEqualTo(work.rate(1, 0).at(0)).isEqualTo(0.0125f);
    assertThat(work.rate(1, 1).at(1)).isEqualTo(0.025e-4f);
  }

  @Test
  void nanInTheParametersShows() {
    Word2vecSettings settings = Examples.settings(1, 1, 1);
    GlobalRows sick = LocalRounds.start(settings, vocabulary).rows();
    float[] nan = new float[12];
    Arrays.fill(nan, Float.NaN);
    sick.put(Rows.of(12, new int[] {5}, nan));
    assertThat(Rows.areFinite(run(work(settings), sick, new ArrayIds(ids), 0, 0, 0).changes()))
        .isFalse();
  }

  private static void refuses(int window, Vocabulary vocabulary, String message) {
    Word2vecSettings settings = Examples.withWindow(Examples.settings(1, 1, 1), window);
    RoundPlan plan = RoundPlan.of(30, settings);
    assertThatThrownBy(() -> new WorkerRound(settings, plan, vocabulary))
        .isInstanceOfSatisfying(
            PerplexException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DATA_REFUSED))
        .hasMessage(message);
  }

  @Test
  void aVocabularyOfOneWordIsRefused() {
    refuses(
        3,
        Examples.vocabulary(0, 400, 0),
        "word2vec has one word to train, w1, and learns vectors from different words near each"
            + " other. Set vocab.min-count lower, or give more text.");
  }

  @Test
  void aTextShorterThanAWindowIsRefused() {
    refuses(
        5,
        Examples.vocabulary(4, 1),
        "word2vec has 5 tokens to train on, fewer than a window: word2vec.window = 5 tokens beside"
            + " the centre word. Give more text, or set word2vec.window=4.");
    Word2vecSettings settings = Examples.withWindow(Examples.settings(1, 1, 1), 4); // as advised
    new WorkerRound(settings, RoundPlan.of(5, settings), Examples.vocabulary(4, 1));
  }

  @Test
  void aVocabularyWithoutWordsIsRefused() {
    refuses(
        3,
        new Vocabulary(List.of(Vocabulary.UNK, Vocabulary.EOS), new long[] {10, 20}),
        "word2vec has no word to train: none of the 30 tokens of the training split is in the"
            + " vocabulary. Set vocab.min-count lower, or give more text.");
  }
}
