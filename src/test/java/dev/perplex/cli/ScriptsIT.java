package dev.perplex.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The scripts of jobs/ as a user meets them. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class ScriptsIT {
  private record Ended(int code, String text) {}

  private static Ended run(Map<String, String> environment, String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(key -> key.startsWith("PERPLEX_"));
    builder.environment().remove("SPARK_HOME");
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), text);
  }

  @Test
  void withoutTheJarTheScriptsSayHowToBuildIt() throws Exception {
    for (String script : new String[] {"jobs/submit", "jobs/pipeline", "jobs/perplex"}) {
      Ended ended = run(Map.of("PERPLEX_JAR", "/nowhere/perplex.jar"), script);
      assertThat(ended.text())
          .isEqualTo(
              "perplex: /nowhere/perplex.jar is missing. Build it: mvn -DskipTests package (or run"
                  + " jobs/quickstart).\n");
      assertThat(ended.code()).isEqualTo(2);
    }
  }

  @Test
  void unknownSparkPropertiesAreNamed() throws Exception {
    Ended ended = run(Map.of("PERPLEX_SPARK", "clutser"), "jobs/pipeline");
    assertThat(ended.text())
        .startsWith("perplex: PERPLEX_SPARK = clutser names no file in conf/spark: ")
        .contains("cluster.properties")
        .contains("local.properties");
    assertThat(ended.code()).isEqualTo(2);
  }

  @Test
  void helpTeaches() throws Exception {
    Ended tools = run(Map.of(), "jobs/perplex", "--help");
    assertThat(tools.code()).isZero();
    assertThat(tools.text())
        .contains("Usage: perplex")
        .contains("jobs/quickstart")
        .contains("jobs/pipeline --profile laptop")
        .contains("Exit codes: 0 done");
    Ended stage = run(Map.of(), "jobs/vocab", "--help");
    assertThat(stage.code()).isZero();
    assertThat(stage.text())
        .contains("Usage: perplex vocab")
        .contains("Example:  jobs/vocab --profile laptop")
        .contains("--set");
  }

  @Test
  void aWrongOptionEndsWithItsCode() throws Exception {
    Ended ended = run(Map.of(), "jobs/vocab", "--set", "vocab.min-count=0");
    assertThat(ended.code()).as(ended.text()).isEqualTo(2);
    // The JVM's own line comes first: nothing turns it off.
    assertThat(ended.text())
        .isEqualTo(
            "WARNING: Using incubator modules: jdk.incubator.vector\n"
                + "perplex: vocab.min-count = 0 is below 1. Set vocab.min-count in conf/perplex.conf or"
                + " pass --set vocab.min-count=2.\n");
    ended = run(Map.of(), "jobs/perplex", "status", "--sett", "a=b");
    assertThat(ended.code()).as(ended.text()).isEqualTo(2);
  }
}
