package dev.perplex.word2vec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.vocab.Vocabulary;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class WindowTrainingTest {
  private static final int UNK = Vocabulary.UNK_ID;
  private static final int EOS = Vocabulary.EOS_ID;

  private final Vocabulary vocabulary = Examples.vocabulary(1, 1, 1);
  private long told;

  private RoundStats train(WordModel model, int window, int... ids) {
    ModelShape shape = new ModelShape(5, 5, 2);
    OwnRows own = new OwnRows(shape);
    own.begin(new GlobalRows(shape, new InitialRows(shape, 1)));
    NegativeSampling targets = new NegativeSampling(5, AliasTable.ofWords(vocabulary), 1, 1);
    told = 0;
    return new WindowTraining(
            model, window, new Subsampling(vocabulary, 0), targets, own::touched, shape.stride())
        .train(ids, new RateSpan(0.1, 0, 1), new FastRandom(3), done -> told += done);
  }

  private RoundStats train(int window, int... ids) {
    RoundStats skipGram = train(WordModel.SKIP_GRAM, window, ids);
    assertThat(train(WordModel.CBOW, window, ids).pairs()).isEqualTo(skipGram.pairs());
    assertThat(told).isEqualTo(ids.length);
    return skipGram;
  }

  @Test
  void pairsEachWordWithItsNeighbours() {
    // a b c with one word each side: ab, ba, bc, cb
    RoundStats stats = train(1, 2, 3, 4);
    assertThat(stats.pairs()).isEqualTo(4);
    assertThat(stats.words()).isEqualTo(3);
    assertThat(stats.tokens()).isEqualTo(3);
  }

  @Test
  void noWindowReachesOverTheEndOfASentence() {
    assertThat(train(1, 2, 3, EOS, 4, 2).pairs()).isEqualTo(4);
    assertThat(train(5, 2, EOS, 3, EOS, EOS, 4).pairs()).isZero();
  }

  @Test
  void unknownWordsAreDroppedBeforeWindowsAreCut() {
    assertThat(train(1, 2, UNK, UNK, 3).pairs()).isEqualTo(2);
    assertThat(train(1, 2, UNK, 3).tokens()).isEqualTo(3);
    assertThat(train(1, UNK, UNK)).isEqualTo(new RoundStats(2, 0, 0, 0, 0));
  }

  @Test
  void takesWhatIsSmallerThanAWindow() {
    assertThat(train(50)).isEqualTo(RoundStats.NONE);
    assertThat(train(50, 2).pairs()).isZero();
    assertThat(train(50, EOS)).isEqualTo(new RoundStats(1, 0, 0, 0, 0));
    assertThat(train(50, 2, 3).pairs()).isEqualTo(2);
  }

  @Test
  void windowsAreDrawnFromOneToTheSetting() {
    // In the middle of a long line a centre has 2 b neighbours, and b is 1 to 4: 5 on average.
    int[] line = new int[20_000];
    Arrays.fill(line, 2);
    assertThat(train(4, line).pairs() / 20_000.0).isBetween(4.95, 5.05);
  }

  @Test
  void oneWindowIn256IsAskedForItsLoss() {
    int[] line = new int[1000];
    Arrays.setAll(line, i -> 2 + i % 3);
    RoundStats stats = train(4, line);
    assertThat(stats.lossWindows()).isEqualTo(4);
    assertThat(stats.meanLoss()).isBetween(0.1, 2 * Math.log(2) + 0.1);
  }

  @Test
  void progressIsToldOnTheWay() {
    int[] sentences = new int[300_000];
    Arrays.setAll(sentences, i -> i % 10 == 9 ? EOS : 2 + i % 3);
    train(1, sentences);
    assertThat(told).isEqualTo(300_000);
  }
}
