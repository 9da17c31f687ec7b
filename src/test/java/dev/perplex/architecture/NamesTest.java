package dev.perplex.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.provenance.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A stage has one name, spelled the same everywhere. */
class NamesTest {
  private static final Path HOME = Path.of("").toAbsolutePath();

  private static List<String> stages() {
    return Stream.of(Stage.values()).map(Stage::label).toList();
  }

  @Test
  void eachStageHasAScriptThatRunsIt() throws IOException {
    for (String stage : stages()) {
      Path script = HOME.resolve("jobs").resolve(stage);
      assertThat(script).isExecutable();
      assertThat(Files.readString(script)).contains("submit\" " + stage + " ");
    }
  }

  @Test
  void jobsHoldsStagesAndTheFourOthers() throws IOException {
    TreeSet<String> expected = new TreeSet<>(stages());
    expected.addAll(List.of("pipeline", "quickstart", "submit", "perplex"));
    try (Stream<Path> scripts = Files.list(HOME.resolve("jobs"))) {
      assertThat(scripts.map(each -> each.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @Test
  void eachStageHasAConfigurationBlockAndNoOtherBlockLooksLikeOne() throws IOException {
    String reference = Files.readString(HOME.resolve("src/main/resources/reference.conf"));
    List<String> blocks = new ArrayList<>();
    Matcher matcher = Pattern.compile("(?m)^([a-z0-9]+) \\{").matcher(reference);
    while (matcher.find()) {
      blocks.add(matcher.group(1));
    }
    List<String> expected = new ArrayList<>(List.of("run", "storage"));
    expected.addAll(stages());
    assertThat(blocks).containsExactlyElementsOf(expected);
  }

  @Test
  void eachStageHasAJobClass() {
    for (String stage : stages()) {
      String name = Character.toUpperCase(stage.charAt(0)) + stage.substring(1) + "Job";
      assertThat(HOME.resolve("src/main/java/dev/perplex/job/" + name + ".java")).exists();
    }
  }

  @Test
  void theDagRunsTheStagesInOrder() throws IOException {
    String dag = Files.readString(HOME.resolve("airflow/perplex_airflow/pipeline.py"));
    Matcher matcher = Pattern.compile("STAGES = \\[([^\\]]*)\\]").matcher(dag);
    assertThat(matcher.find()).isTrue();
    List<String> listed =
        Stream.of(matcher.group(1).split(",", -1))
            .map(each -> each.strip().replace("\"", ""))
            .filter(each -> !each.isEmpty())
            .toList();
    assertThat(listed).isEqualTo(stages());
  }

  @Test
  void theTopLevelIsTheOneOfTheDesign() throws IOException {
    try (Stream<Path> entries = Files.list(HOME)) {
      assertThat(
              entries
                  .map(each -> each.getFileName().toString())
                  .filter(each -> !each.startsWith(".") && !generated().contains(each)))
          .containsExactlyInAnyOrder(
              "pom.xml",
              "jobs",
              "conf",
              "data-prep",
              "src",
              "airflow",
              "README.md",
              "LICENSE",
              "NOTICE");
    }
  }

  private static List<String> generated() {
    return List.of("target", "storage");
  }

  @Test
  void everyManifestStatesSourceLicenceEncodingAndSplit() throws IOException {
    Map<String, Pattern> keys =
        Map.of(
            "sources", Pattern.compile("(?m)^sources = \\["),
            "licence", Pattern.compile("(?m)^licence = "),
            "encoding", Pattern.compile("(?m)^encoding = "),
            "document", Pattern.compile("(?m)^document \\{"),
            "split", Pattern.compile("(?m)^split \\{"));
    try (Stream<Path> manifests = Files.list(HOME.resolve("data-prep"))) {
      for (Path manifest : manifests.filter(each -> each.toString().endsWith(".conf")).toList()) {
        String text = Files.readString(manifest);
        keys.forEach(
            (key, pattern) ->
                assertThat(pattern.matcher(text).find()).as(manifest + ": " + key).isTrue());
      }
    }
  }
}
