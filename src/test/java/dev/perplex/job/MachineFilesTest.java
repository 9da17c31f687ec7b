package dev.perplex.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perplex.config.Settings;
import dev.perplex.provenance.PerplexException;
import dev.perplex.report.ReportExample;
import dev.perplex.report.ReportSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineFilesTest {
  @TempDir Path folder;

  private static MachineFiles files(String... assignments) {
    return new MachineFiles(
        Settings.load(List.of(), List.of(assignments)).block("report", ReportSettings.class),
        new Configuration());
  }

  private static void write(MachineFiles files) {
    files.check();
    files.write(
        ReportExample.report(),
        ReportExample.record(),
        "{}".getBytes(StandardCharsets.UTF_8),
        "<p>".getBytes(StandardCharsets.UTF_8));
  }

  private List<String> written() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(each -> folder.relativize(each).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void nothingIsWrittenByDefault() throws IOException {
    write(files());
    assertThat(written()).isEmpty();
  }

  @Test
  void metricsLieWhereTheSettingSays() throws IOException {
    MachineFiles files = files("report.prometheus=\"" + folder.resolve("p/perplex.prom") + "\"");
    write(files);
    write(files);
    assertThat(written()).containsExactly("p/perplex.prom");
    assertThat(folder.resolve("p/perplex.prom")).content().contains("perplex_test_tokens");
  }

  @Test
  void aRunIsAddedToTheFileStore() throws IOException {
    MachineFiles files = files("report.mlflow=\"" + folder.resolve("mlruns") + "\"");
    write(files);
    List<String> first = written();
    assertThat(first)
        .anyMatch(each -> each.matches("mlruns/\\d+/meta.yaml"))
        .anyMatch(each -> each.matches("mlruns/\\d+/[0-9a-f]{32}/artifacts/report.json"))
        .anyMatch(each -> each.matches("mlruns/\\d+/[0-9a-f]{32}/artifacts/index.html"));
    write(files);
    assertThat(written()).isEqualTo(first);
  }

  @Test
  void eventsOfARunAreAFileOfItsOwn() throws IOException {
    MachineFiles files = files("report.openlineage=\"" + folder.resolve("lineage") + "\"");
    write(files);
    write(files);
    assertThat(written()).containsExactly("lineage/sample-2026-11-21-0287932b.jsonl");
    assertThat(folder.resolve(written().get(0))).content().startsWith("{").endsWith("}\n");
  }

  @Test
  void aPlaceThatCannotBeWrittenIsSaidBeforeTheWork() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    MachineFiles files = files("report.prometheus=\"" + file.resolve("perplex.prom") + "\"");
    assertThatThrownBy(files::check)
        .isInstanceOf(PerplexException.class)
        .hasMessageStartingWith("report.prometheus = ")
        .hasMessageContaining(file + " cannot be written: ")
        .hasMessageEndingWith(" Set report.prometheus to a folder that you may write to.");
  }
}
