package dev.perplex.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.provenance.InvalidSetting;
import dev.perplex.text.PhraseSettings.Limit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhraseSettingsTest {

  private static PhraseSettings settings(
      int passes, int minCount, String joiner, int most, double word2phrase, double npmi) {
    return new PhraseSettings(
        passes,
        PhraseScore.WORD2PHRASE,
        minCount,
        joiner,
        most,
        new Limit(word2phrase, 0.5),
        new Limit(npmi, 1));
  }

  @Test
  void theThresholdIsHalvedFromPassToPass() {
    PhraseSettings settings = settings(3, 5, "_", 10, 200, 0.5);
    assertThat(settings.threshold(1)).isEqualTo(200);
    assertThat(settings.threshold(2)).isEqualTo(100);
    assertThat(settings.threshold(3)).isEqualTo(50);
  }

  @Test
  void eachScoreHasItsThreshold() {
    PhraseSettings settings =
        new PhraseSettings(2, PhraseScore.NPMI, 5, "_", 10, new Limit(200, 0.5), new Limit(0.7, 1));
    assertThat(settings.threshold(1)).isEqualTo(0.7);
    assertThat(settings.threshold(2)).isEqualTo(0.7);
  }

  @Test
  void settingsCheckThemselves() {
    refused(() -> settings(-1, 5, "_", 10, 100, 0.5), "passes = -1 is below 0");
    refused(() -> settings(11, 5, "_", 10, 100, 0.5), "passes = 11 is above 10");
    refused(() -> settings(1, 0, "_", 10, 100, 0.5), "min-count = 0 is below 1");
    refused(() -> settings(1, 5, "_", 0, 100, 0.5), "max-phrases = 0 is below 1");
    refused(
        () -> settings(1, 5, "_", 10_000_001, 100, 0.5),
        "max-phrases = 10000001 is above 10000000");
    refused(() -> settings(1, 5, "_", 10, -1, 0.5), "word2phrase.threshold = -1.0 is below 0");
    refused(
        () -> settings(1, 5, "_", 10, 100, 1.5), "npmi.threshold = 1.5 is not between -1 and 1");
    refused(() -> new Limit(Double.NaN, 1), "threshold = NaN is not a number");
    refused(() -> new Limit(1, 1.5), "factor = 1.5 is not between 0 and 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "__", "a", "9", " ", "\t", "\\", "<", ">", "\u0301", "\uD83D\uDE00"})
  void aJoinerIsOneMark(String joiner) {
    refused(
        () -> settings(1, 5, joiner, 10, 100, 0.5),
        "joiner = \""
            + joiner
            + "\" is not one mark: a character that is neither letter, digit, white space, \\, <"
            + " nor >");
  }

  @ParameterizedTest
  @ValueSource(strings = {"_", "-", "~", "+", "|", "\u00B7", "\u2581"})
  void marksAreJoiners(String joiner) {
    assertThat(settings(1, 5, joiner, 10, 100, 0.5).joiner()).isEqualTo(joiner);
  }

  private static void refused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String m) {
    assertThatThrownBy(call).isInstanceOf(InvalidSetting.class).hasMessage(m);
  }
}
