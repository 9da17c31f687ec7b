package dev.perplex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code jobs/submit} hands to spark-submit, here one that prints its arguments. */
class SubmitTest {
  @TempDir Path folder;

  @BeforeEach
  void writeSpark() throws IOException {
    Path bin = Files.createDirectories(folder.resolve("spark/bin"));
    Path submit = Files.writeString(bin.resolve("spark-submit"), "printf '%s\\n' \"$@\"\n");
    Files.writeString(submit, "#!/bin/sh\n" + Files.readString(submit));
    assertThat(submit.toFile().setExecutable(true)).isTrue();
    Files.writeString(folder.resolve("perplex.jar"), "");
  }

  private List<String> submitted(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder("jobs/submit").redirectErrorStream(true);
    builder.command().addAll(List.of(arguments));
    builder.environment().keySet().removeIf(key -> key.matches("(PERPLEX|SPARK|HADOOP)_.*"));
    builder.environment().put("PERPLEX_JAR", folder.resolve("perplex.jar").toString());
    builder.environment().put("SPARK_HOME", folder.resolve("spark").toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(text).isZero();
    return text.lines().toList();
  }

  @Test
  void inClientModeTheDriverIsThisMachines() throws Exception {
    List<String> line =
        submitted(Map.of("PERPLEX_MASTER", "spark://host:7077"), "vocab", "--force");
    assertThat(line)
        .containsSubsequence("--driver-memory", "3g", "--driver-java-options")
        .containsSubsequence(
            "--properties-file", Path.of("conf/spark/local.properties").toAbsolutePath().toString())
        .containsSubsequence("--class", "dev.perplex.cli.Perplex", "--master", "spark://host:7077")
        .endsWith(folder.resolve("perplex.jar").toString(), "vocab", "--force")
        .noneMatch(word -> word.startsWith("--packed"));
  }

  /** Names end at a blank, an equals sign or a colon; the last line may have no end. */
  @Test
  void furtherPropertiesGoOverTheFirst() throws Exception {
    Path mine = folder.resolve("my.properties");
    Files.writeString(
        mine,
        "# sizes\n\nspark.executor.memory   6g\nspark.x  a b\nspark.y=c = d\n  spark.z : e\nspark.last  1");
    List<String> line = submitted(Map.of("PERPLEX_SPARK", "cluster," + mine), "vocab");
    assertThat(line)
        .containsSubsequence("--conf", "spark.executor.memory=6g")
        .containsSubsequence("--conf", "spark.x=a b")
        .containsSubsequence("--conf", "spark.y=c = d")
        .containsSubsequence("--conf", "spark.z=e")
        .containsSubsequence("--conf", "spark.last=1");
    assertThat(line.stream().filter("--conf"::equals)).hasSize(5);
  }
}
