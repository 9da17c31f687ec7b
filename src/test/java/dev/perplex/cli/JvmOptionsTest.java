package dev.perplex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The options of JVMs stand in conf/spark; what cannot read them there has the same. */
class JvmOptionsTest {
  private static final String DRIVER = "\\nspark.driver.extraJavaOptions +(.*)";

  private static List<String> options(String name) throws IOException {
    return Files.readAllLines(Path.of("conf/spark", name)).stream()
        .filter(line -> !line.startsWith("#"))
        .toList();
  }

  private static List<String> found(String file, String pattern) throws IOException {
    Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(Path.of(file)));
    assertThat(matcher.find()).as("%s has %s", file, pattern).isTrue();
    return List.of(matcher.group(1).trim().split("\\s+"));
  }

  @Test
  void testsHaveThoseOfTheScripts() throws IOException {
    List<String> both = new ArrayList<>(options("java17.options"));
    both.addAll(options("vector.options"));
    assertThat(found("pom.xml", "<spark.module.options>([^<]*)<"))
        .containsExactlyInAnyOrderElementsOf(both);
  }

  /** Spark adds its module options everywhere but to the driver on a standalone cluster. */
  @Test
  void driversInClusterModeHaveThemToo() throws IOException {
    List<String> both = new ArrayList<>(options("java17.options"));
    both.addAll(options("vector.options"));
    assertThat(found("conf/spark/standalone-cluster.properties", DRIVER)).containsAll(both);
    for (String name : List.of("yarn-cluster", "kubernetes")) {
      assertThat(found("conf/spark/" + name + ".properties", DRIVER))
          .containsAll(options("vector.options"));
    }
  }

  @Test
  void executorsHaveThoseOfTheVectorLoops() throws IOException {
    for (String name :
        List.of("cluster", "standalone-cluster", "yarn", "yarn-cluster", "kubernetes")) {
      assertThat(
              found(
                  "conf/spark/" + name + ".properties", "\\nspark.executor.extraJavaOptions +(.*)"))
          .containsAll(options("vector.options"));
    }
    assertThat(
            found(
                "src/test/java/dev/perplex/lm/spark/RoundOverheadBench.java",
                "VECTORS =\\s+\"(.*)\";"))
        .isEqualTo(options("vector.options"));
  }
}
