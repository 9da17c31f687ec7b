package dev.perplex.report.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.report.ReportExample;
import dev.perplex.report.ReportRecord;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MlflowRunTest {
  private static Map<String, String> files() {
    return MlflowRun.files(ReportExample.report(), ReportExample.record(), "file:/mlruns/");
  }

  private static String file(String end) {
    List<String> found =
        files().keySet().stream().filter(path -> path.endsWith("/" + end)).toList();
    assertThat(found).as(end).hasSize(1);
    return files().get(found.get(0));
  }

  @Test
  void anExperimentIsAPipelineAndARunARun() {
    List<String> metas =
        files().keySet().stream().filter(path -> path.endsWith("meta.yaml")).toList();
    assertThat(metas).hasSize(2);
    assertThat(metas.get(0)).matches("\\d+/[0-9a-f]{32}/meta.yaml");
    String run = files().get(metas.get(0));
    String experiment = files().get(metas.get(1));
    String id = metas.get(1).replace("/meta.yaml", "");
    assertThat(experiment)
        .contains("experiment_id: \"" + id + "\"\n", "name: \"sample\"\n")
        .contains("artifact_location: \"file:/mlruns/" + id + "\"\n");
    assertThat(run)
        .contains("run_name: \"sample-2026-11-21-0287932b\"\n", "status: 3\n")
        .contains("experiment_id: \"" + id + "\"\n", "end_time: 1795253600000\n")
        .contains("artifact_uri: \"file:/mlruns/" + metas.get(0).replace("meta.yaml", "artifacts"));
  }

  @Test
  void metricsAreLinesOfTimeValueAndStep() {
    assertThat(file("metrics/test/perplexity/lstm"))
        .isEqualTo("1795253600000 " + ReportExample.report().score("lstm").perplexity() + " 0\n");
    // MLflow takes no plus in a name.
    assertThat(file("metrics/test/perplexity/lstm_ngram")).isNotEmpty();
    List<String> loss = file("metrics/validation/loss").lines().toList();
    assertThat(loss).hasSize(8);
    assertThat(loss.get(1))
        .endsWith(" " + ReportExample.report().curve().get(1).validationLoss() + " 250000");
    // The first point has no rate.
    assertThat(file("metrics/train/rate").lines()).hasSize(7);
  }

  @Test
  void settingsAreParametersAndInputsAreTags() {
    assertThat(file("params/train.rate")).isEqualTo("0.002");
    assertThat(file("tags/mlflow.runName")).isEqualTo("sample-2026-11-21-0287932b");
    assertThat(file("tags/input.train")).isEqualTo("d4".repeat(32));
  }

  /** A run written again replaces itself; another run has a place of its own. */
  @Test
  void theSameRunHasTheSamePlace() {
    assertThat(files().keySet()).isEqualTo(files().keySet());
    ReportRecord one = ReportExample.record();
    ReportRecord other =
        new ReportRecord(
            one.format(),
            one.version(),
            "other",
            "sample",
            "",
            one.made(),
            "",
            List.of(),
            List.of());
    String place = MlflowRun.artifacts(ReportExample.report(), one);
    String otherPlace = MlflowRun.artifacts(ReportExample.report(), other);
    assertThat(otherPlace).isNotEqualTo(place);
    assertThat(otherPlace.split("/", -1)[0]).isEqualTo(place.split("/", -1)[0]);
    assertThat(files().keySet()).anyMatch(path -> path.startsWith(place.replace("artifacts", "")));
  }
}
