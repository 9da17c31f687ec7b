package dev.perplex.word2vec;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.provenance.InvalidSetting;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class Word2vecSettingsTest {
  private static void refuses(ThrowingCallable settings, String message) {
    assertThatThrownBy(settings).isInstanceOf(InvalidSetting.class).hasMessage(message);
  }

  @Test
  void refusesEachComponentByItsKey() {
    refuses(() -> new Word2vecSettings(0, 5, 5, 0, 1, 5, 2, 20, 1), "dimension = 0 is below 1");
    refuses(() -> new Word2vecSettings(9, 0, 5, 0, 1, 5, 2, 20, 1), "window = 0 is below 1");
    refuses(() -> new Word2vecSettings(9, 5, 0, 0, 1, 5, 2, 20, 1), "negatives = 0 is below 1");
    refuses(
        () -> new Word2vecSettings(9, 5, 5, 2, 1, 5, 2, 20, 1),
        "sample = 2 is not between 0 and 1");
    refuses(() -> new Word2vecSettings(9, 5, 5, 0, 0, 5, 2, 20, 1), "rate = 0 is not above 0");
    refuses(() -> new Word2vecSettings(9, 5, 5, 0, 1, 0, 2, 20, 1), "epochs = 0 is below 1");
    refuses(() -> new Word2vecSettings(9, 5, 5, 0, 1, 5, 0, 20, 1), "workers = 0 is below 1");
    refuses(
        () -> new Word2vecSettings(9, 5, 5, 0, 1, 5, 2, 0, 1), "rounds-per-epoch = 0 is below 1");
  }

  @Test
  void refusesNan() {
    refuses(
        () -> new Word2vecSettings(9, 5, 5, Double.NaN, 1, 5, 2, 20, 1),
        "sample = NaN is not between 0 and 1");
    refuses(
        () -> new Word2vecSettings(9, 5, 5, 0, Double.NaN, 5, 2, 20, 1),
        "rate = NaN is not above 0");
  }
}
