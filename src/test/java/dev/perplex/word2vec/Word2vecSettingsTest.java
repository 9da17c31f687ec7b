package dev.perplex.word2vec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.provenance.InvalidSetting;
import org.junit.jupiter.api.Test;

class Word2vecSettingsTest {
  private static Word2vecSettings settings(
      int dimension, int window, int negatives, double sample, double rate, int... counts) {
    return new Word2vecSettings(
        WordModel.CBOW,
        WordLoss.HIERARCHICAL_SOFTMAX,
        dimension,
        window,
        negatives,
        sample,
        rate,
        counts[0],
        counts[1],
        counts[2],
        counts[3],
        1);
  }

  private static void refuses(
      String message,
      int dimension,
      int window,
      int negatives,
      double sample,
      double rate,
      int... counts) {
    assertThatThrownBy(() -> settings(dimension, window, negatives, sample, rate, counts))
        .isInstanceOf(InvalidSetting.class)
        .hasMessage(message);
  }

  @Test
  void refusesEachComponentByItsKey() {
    refuses("dimension = 0 is below 1", 0, 5, 5, 0, 1, 5, 2, 0, 1);
    refuses("dimension = 65537 is above 65536", 65_537, 5, 5, 0, 1, 5, 2, 0, 1);
    refuses("window = 0 is below 1", 9, 0, 5, 0, 1, 5, 2, 0, 1);
    refuses("window = 1001 is above 1000", 9, 1001, 5, 0, 1, 5, 2, 0, 1);
    refuses("negatives = 0 is below 1", 9, 5, 0, 0, 1, 5, 2, 0, 1);
    refuses("negatives = 1001 is above 1000", 9, 5, 1001, 0, 1, 5, 2, 0, 1);
    refuses("sample = 2 is not between 0 and 1", 9, 5, 5, 2, 1, 5, 2, 0, 1);
    refuses("rate = 0 is not above 0", 9, 5, 5, 0, 0, 5, 2, 0, 1);
    refuses("epochs = 0 is below 1", 9, 5, 5, 0, 1, 0, 2, 0, 1);
    refuses("workers = 0 is below 1", 9, 5, 5, 0, 1, 5, 0, 0, 1);
    refuses("rounds-per-epoch = -1 is below 0", 9, 5, 5, 0, 1, 5, 2, -1, 1);
    refuses("threads = 0 is below 1", 9, 5, 5, 0, 1, 5, 2, 0, 0);
  }

  @Test
  void refusesNan() {
    refuses("sample = NaN is not between 0 and 1", 9, 5, 5, Double.NaN, 1, 5, 2, 0, 1);
    refuses("rate = NaN is not above 0", 9, 5, 5, 0, Double.NaN, 5, 2, 0, 1);
  }

  @Test
  void takesItsBounds() {
    assertThat(settings(1, 1, 1, 0, Double.MIN_VALUE, 1, 1, 0, 1).dimension()).isEqualTo(1);
    assertThat(settings(65_536, 1000, 1000, 1, 1, 1, 1, 0, 1).window()).isEqualTo(1000);
  }
}
