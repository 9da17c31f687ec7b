package dev.perplex.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.config.Settings;
import dev.perplex.provenance.PerplexException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportSettingsTest {
  private static ReportSettings settings(String... assignments) {
    return Settings.load(List.of(), List.of(assignments)).block("report", ReportSettings.class);
  }

  @Test
  void theDefaultsAreCountriesAndCapitals() {
    ReportSettings settings = settings();
    assertThat(settings.pairs())
        .hasSize(11)
        .startsWith(new WordPair("china", "beijing"))
        .endsWith(new WordPair("portugal", "lisbon"));
    assertThat(settings.map()).isEqualTo(new MapSettings(750, 100, 30, 1000));
  }

  @Test
  void pairsAreWrittenAsTwoWords() {
    assertThat(settings("report.pca-words=[old older, \"big  bigger\"]").pairs())
        .containsExactly(new WordPair("old", "older"), new WordPair("big", "bigger"));
    assertThat(settings("report.pca-words=[]").pairs()).isEmpty();
  }

  @Test
  void whatIsNoPairIsRefused() {
    refused("report.pca-words=[china]", "report.pca-words = \"china\" is not two different words.");
    refused(
        "report.pca-words=[rome rome]",
        "report.pca-words = \"rome rome\" is not two different words.");
    refused("report.pca-words=[\" \"]", "report.pca-words = \" \" is not two different words.");
  }

  @Test
  void theMapHasBounds() {
    refused("report.map.words=3001", "report.map.words = 3001 is above 3000.");
    refused("report.map.words=-1", "report.map.words = -1 is below 0.");
    refused("report.map.skip=-1", "report.map.skip = -1 is below 0.");
    refused("report.map.perplexity=1", "report.map.perplexity = 1 is not between 2 and 200.");
    refused("report.map.iterations=249", "report.map.iterations = 249 is below 250.");
  }

  private static void refused(String assignment, String message) {
    assertThatThrownBy(() -> settings(assignment))
        .isInstanceOf(PerplexException.class)
        .hasMessageStartingWith(message)
        .hasMessageContaining("Set report.");
  }
}
