package dev.perplex.job;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.config.Settings;
import dev.perplex.provenance.Stage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether {@code promote.model} is a row that there will be. */
class JudgedRowTest {
  private static Settings settings(String... assignments) {
    return Settings.load(List.of(), List.of(assignments));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unigram",
        "ngram",
        "lstm",
        "lstm+ngram",
        "lstm+dynamic+cache",
        "lstm+cache+ngram"
      })
  void rowsThatSettingsGiveMayBeJudged(String row) {
    Settings settings =
        settings("promote.model=" + row, "report.cache.window=500", "report.dynamic.rate=0.1");
    assertThatCode(() -> Pipeline.check(settings, List.of(Stage.PROMOTE)))
        .doesNotThrowAnyException();
  }

  @Test
  void anotherRowIsRefusedBeforeTheWork() {
    Settings settings = settings("promote.model=lstm+cache");
    assertThatThrownBy(() -> Pipeline.check(settings, List.of(Stage.REPORT, Stage.PROMOTE)))
        .hasMessage(
            "promote.model = lstm+cache is no row of the report that these settings give. Set it to"
                + " one of unigram, ngram, lstm, lstm+ngram; report.cache.window and"
                + " report.dynamic.rate above 0 add rows.");
    assertThatCode(() -> Pipeline.check(settings, List.of(Stage.REPORT)))
        .doesNotThrowAnyException();
  }
}
