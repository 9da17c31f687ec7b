package dev.perplex.word2vec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.perplex.vocab.Vocabulary;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a round is said to do beside what it does. */
class WorkForecastTest {
  private static final int WORDS = 500;
  private static final int TOKENS = 60_000;

  private static Word2vecSettings settings(double sample, int workers, int rounds, int window) {
    return new Word2vecSettings(
        WordModel.SKIP_GRAM,
        WordLoss.NEGATIVE_SAMPLING,
        4,
        window,
        5,
        sample,
        0.025,
        1,
        workers,
        rounds,
        1,
        1);
  }

  /** Sentences of 20 words drawn by 1 / rank. */
  private static int[] text() {
    double[] sums = new double[WORDS + 1];
    for (int word = 0; word < WORDS; word++) {
      sums[word + 1] = sums[word] + 1.0 / (word + 1);
    }
    SplittableRandom random = new SplittableRandom(5);
    int[] ids = new int[TOKENS];
    for (int i = 0; i < TOKENS; i++) {
      int at = java.util.Arrays.binarySearch(sums, random.nextDouble(sums[WORDS]));
      ids[i] = i % 21 == 20 ? Vocabulary.EOS_ID : (at >= 0 ? at : -at - 2) + 2;
    }
    return ids;
  }

  @Test
  void windowsAndPairsAreThoseOfARound() {
    int[] ids = text();
    long[] counts = new long[WORDS + 2];
    for (int id : ids) {
      counts[id]++;
    }
    Vocabulary vocabulary =
        Examples.vocabulary(java.util.Arrays.copyOfRange(counts, 2, counts.length));
    for (double sample : new double[] {0, 1e-2}) {
      for (int window : new int[] {2, 5}) {
        Word2vecSettings settings = settings(sample, 2, 3, window);
        RoundPlan plan = RoundPlan.of(TOKENS, settings);
        WorkForecast forecast = new WorkForecast(settings, plan, counts);
        WorkerRound work = new WorkerRound(settings, plan, vocabulary);
        GlobalRows global = LocalRounds.start(settings, vocabulary).rows();
        RoundStats stats =
            work.run(new OwnRows(work.shape()), global, new ArrayIds(ids), 1, 0, 1, done -> {});
        assertThat((double) stats.words())
            .as("sample %s: windows", sample)
            .isCloseTo(forecast.windows(), within(0.02 * forecast.windows()));
        double pairs = forecast.windows() * forecast.neighbours();
        assertThat((double) stats.pairs())
            .as("sample %s, window %d: pairs", sample, window)
            .isCloseTo(pairs, within(0.03 * pairs));
        assertThat(forecast.touchedRows()).isEqualTo(work.touchedRows(vocabulary));
        // A forecast that took sentences for endless would be seen here.
        assertThat(forecast.windows() * (window + 1)).isGreaterThan(1.05 * stats.pairs());
      }
    }
  }

  @Test
  void allWorkersTogetherTouchAsOneOfTheWholeRound() {
    long[] counts = new long[WORDS + 2];
    for (int id : text()) {
      counts[id]++;
    }
    Word2vecSettings four = settings(1e-3, 4, 5, 5);
    Word2vecSettings one = settings(1e-3, 1, 5, 5);
    long merged = new WorkForecast(four, RoundPlan.of(TOKENS, four), counts).mergedRows();
    assertThat(merged)
        .isEqualTo(new WorkForecast(one, RoundPlan.of(TOKENS, one), counts).touchedRows())
        .isGreaterThan(new WorkForecast(four, RoundPlan.of(TOKENS, four), counts).touchedRows());
  }
}
