package dev.perplex.word2vec.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code src/test/python/spark_ml.py} by the spark-submit of PySpark 3.5.5, with the built jar. Its
 * Python lives in {@code target/python}, made from a lock with checksums, anew where the lock is
 * another.
 */
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class PySparkIT {
  private static final Path HOME = Path.of("").toAbsolutePath();
  private static final Path PYTHON = HOME.resolve("target/python");
  private static final Path LOCKS = HOME.resolve("src/test/python");

  @TempDir Path folder;

  private static String run(List<String> command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder
        .environment()
        .keySet()
        .removeIf(key -> key.startsWith("PYTHON") || key.startsWith("PYSPARK"));
    builder.environment().remove("SPARK_HOME");
    builder.environment().put("PYSPARK_PYTHON", PYTHON.resolve("bin/python").toString());
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder
        .environment()
        .merge("PATH", PYTHON.resolve("bin").toString(), (path, bin) -> bin + ":" + path);
    Process process = builder.start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(String.join(" ", command) + "\n" + text).isZero();
    return text;
  }

  private static void environment() throws Exception {
    String lock = "";
    for (String name : List.of("build.lock", "requirements.lock")) {
      lock += Files.readString(LOCKS.resolve(name));
    }
    Path made = PYTHON.resolve("made-from.lock");
    if (Files.exists(made) && Files.readString(made).equals(lock)) {
      return;
    }
    try {
      run(List.of("python3.11", "-m", "venv", "--clear", PYTHON.toString()));
    } catch (IOException e) {
      throw new AssertionError(
          "Python 3.11 is missing: install python3.11 with its venv module.", e);
    }
    String pip = PYTHON.resolve("bin/pip").toString();
    List<String> install = List.of(pip, "install", "--quiet", "--require-hashes", "-r");
    run(with(install, LOCKS.resolve("build.lock").toString()));
    run(with(install, LOCKS.resolve("requirements.lock").toString(), "--no-build-isolation"));
    Files.writeString(made, lock);
  }

  private static List<String> with(List<String> some, String... more) {
    List<String> all = new ArrayList<>(some);
    all.addAll(List.of(more));
    return all;
  }

  private static String moduleOptions() {
    try {
      return String.join(
          " ",
          Files.readAllLines(HOME.resolve("conf/spark/java17.options")).stream()
              .filter(line -> !line.startsWith("#"))
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void theEstimatorWorksFromPython() throws Exception {
    Path jar = HOME.resolve("target/perplex-all.jar");
    assertThat(jar).as("built by mvn package").exists();
    environment();
    String text =
        run(
            List.of(
                PYTHON.resolve("bin/spark-submit").toString(),
                "--master",
                "local[2]",
                "--driver-java-options",
                moduleOptions(),
                "--conf",
                "spark.ui.enabled=false",
                "--conf",
                "spark.driver.bindAddress=127.0.0.1",
                "--conf",
                "spark.driver.host=127.0.0.1",
                "--conf",
                "spark.local.dir=" + folder.resolve("local"),
                "--jars",
                jar.toString(),
                "--py-files",
                jar.toString(),
                LOCKS.resolve("spark_ml.py").toString(),
                folder.toString()));
    assertThat(text).contains("spark-ml: all checks passed");
    try (Stream<Path> left = Files.walk(folder.resolve("local"))) {
      assertThat(left.filter(each -> each.getFileName().toString().startsWith("skip-gram-")))
          .as("scratch folders after the application has ended")
          .isEmpty();
    }
  }
}
