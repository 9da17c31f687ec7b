package dev.perplex.word2vec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.perplex.vocab.Vocabulary;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The rows that a round is said to touch, by hand and beside those that rounds do touch. */
class TouchForecastTest {
  private static final int WORDS = 3_000;
  private static final int TOKENS = 120_000;

  private static Word2vecSettings settings(WordLoss loss, double sample, int workers, int rounds) {
    return new Word2vecSettings(
        WordModel.SKIP_GRAM, loss, 4, 3, 5, sample, 0.025, 1, workers, rounds, 1, 1);
  }

  /**
   * Two words, 3 times and once; half of the text. Inputs: 1 - e^-1.5 and 1 - e^-0.5. Outputs: 2
   * centres draw 5 each, 3^0.75 / (3^0.75 + 1) of them the first: 1.5 + 6.95 and 0.5 + 3.05 times.
   */
  @Test
  void twoWordsByHand() {
    Vocabulary vocabulary = Examples.vocabulary(3, 1);
    double first = Math.pow(3, 0.75) / (Math.pow(3, 0.75) + 1);
    double rows =
        (1 - Math.exp(-1.5))
            + (1 - Math.exp(-0.5))
            + (1 - Math.exp(-1.5 - 10 * first))
            + (1 - Math.exp(-0.5 - 10 * (1 - first)));
    assertThat(rows).isCloseTo(3.14, within(0.01));
    Word2vecSettings settings = settings(WordLoss.NEGATIVE_SAMPLING, 0, 1, 2);
    assertThat(new TouchForecast(vocabulary.counts(), settings, null).rows(0.5)).isEqualTo(3);
    // A word that never comes is touched as noise only, and a share of nothing touches nothing.
    assertThat(new TouchForecast(vocabulary.counts(), settings, null).rows(0)).isZero();
  }

  /** One of eight words comes: its row, and the three nodes from the root down to it. */
  @Test
  void aPathIsTouchedWhole() {
    Vocabulary vocabulary = Examples.vocabulary(1, 1, 1, 1, 1, 1, 1, 1);
    HuffmanTree tree = HuffmanTree.of(vocabulary);
    Word2vecSettings settings = settings(WordLoss.HIERARCHICAL_SOFTMAX, 0, 1, 1);
    double word = 0.125;
    double rows =
        8 * (1 - Math.exp(-word)) // words
            + 4 * (1 - Math.exp(-2 * word)) // nodes above two of them
            + 2 * (1 - Math.exp(-4 * word))
            + (1 - Math.exp(-8 * word));
    assertThat(new TouchForecast(vocabulary.counts(), settings, tree).rows(word))
        .isEqualTo(Math.round(rows))
        .isEqualTo(3);
  }

  /** The k-th word comes with a share of 1 / k; each worker's part is counted. */
  @Test
  void roundsTouchAsManyAsForecast() {
    double[] sums = new double[WORDS + 1];
    for (int word = 0; word < WORDS; word++) {
      sums[word + 1] = sums[word] + 1.0 / (word + 1);
    }
    SplittableRandom random = new SplittableRandom(3);
    int[] ids = new int[TOKENS];
    long[] counts = new long[WORDS];
    for (int i = 0; i < TOKENS; i++) {
      int at = java.util.Arrays.binarySearch(sums, random.nextDouble(sums[WORDS]));
      int word = at >= 0 ? at : -at - 2;
      ids[i] = word + 2;
      counts[word]++;
    }
    Vocabulary vocabulary = Examples.vocabulary(counts);
    for (WordLoss loss : WordLoss.values()) {
      for (double sample : new double[] {0, 1e-3}) {
        for (int parts : new int[] {1, 40, 400}) {
          Word2vecSettings settings = settings(loss, sample, 4, parts);
          WorkerRound work = new WorkerRound(settings, RoundPlan.of(TOKENS, settings), vocabulary);
          assertThat(touched(work, settings, vocabulary, ids))
              .as("%s, sample %s, %d rounds", loss, sample, parts)
              .isCloseTo(
                  (double) work.touchedRows(vocabulary),
                  within(0.05 * work.touchedRows(vocabulary)));
        }
      }
    }
  }

  /** The mean over some workers and rounds. */
  private static double touched(
      WorkerRound work, Word2vecSettings settings, Vocabulary vocabulary, int[] ids) {
    GlobalRows global = LocalRounds.start(settings, vocabulary).rows();
    OwnRows own = new OwnRows(work.shape());
    int rounds = Math.min(5, settings.roundsPerEpoch());
    long rows = 0;
    for (int worker = 0; worker < settings.workers(); worker++) {
      for (int round = 0; round < rounds; round++) {
        work.run(own, global, new ArrayIds(ids), worker, 0, round, done -> {});
        rows += own.changes(0, 1).size();
      }
    }
    return (double) rows / (settings.workers() * rounds);
  }
}
