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

  @Test
  void theDefaultsOfFiguresAreThoseOfTheReference() {
    ReportSettings settings = settings();
    assertThat(settings.bootstrap()).isEqualTo(new BootstrapSettings(2000, 0.95, 1, 1));
    assertThat(settings.bands()).containsExactly(1, 10, 100, 1000, 10_000, 100_000);
    assertThat(settings.samples()).isEqualTo(new SamplesSettings(List.of(0.5, 0.8, 1.0), 2, 40, 1));
    assertThat(settings("report.samples.temperatures=[]").samples().temperatures()).isEmpty();
  }

  @Test
  void figuresHaveBounds() {
    refused("report.bootstrap.resamples=99", "report.bootstrap.resamples = 99 is below 100.");
    refused("report.bootstrap.level=1", "report.bootstrap.level = 1 is not between 0.5 and 0.999.");
    refused("report.bootstrap.block=0", "report.bootstrap.block = 0 is below 1.");
    refused("report.bands=[0, 10]", "report.bands = [0, 10] begin below 1.");
    refused("report.bands=[10, 10]", "report.bands = [10, 10] do not rise.");
    refused("report.mixture.tokens=-1", "report.mixture.tokens = -1 is below 0.");
    refused("report.documents.count=-1", "report.documents.count = -1 is below 0.");
    refused("report.documents.least-tokens=0", "report.documents.least-tokens = 0 is below 1.");
    refused("report.words.least-tokens=0", "report.words.least-tokens = 0 is below 1.");
    refused("report.samples.length=0", "report.samples.length = 0 is below 1.");
    refused(
        "report.samples.temperatures=[-1]",
        "report.samples.temperatures = -1 is not between 0 and 100.");
    refused("report.samples.temperatures=[hot]", "report.samples.temperatures");
    refused("report.growth=-1", "report.growth = -1 is below 0.");
  }

  private static void refused(String assignment, String message) {
    assertThatThrownBy(() -> settings(assignment))
        .isInstanceOf(PerplexException.class)
        .hasMessageStartingWith(message)
        .hasMessageContaining("Set report.");
  }
}
