package dev.perplex.word2vec.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.PythonEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
  private static final Path PYTHON = HOME.resolve("src/test/python");

  @TempDir Path folder;

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
    PythonEnvironment python =
        PythonEnvironment.of(
            HOME.resolve("target/python"),
            PYTHON.resolve("build.lock"),
            PYTHON.resolve("requirements.lock"));
    PythonEnvironment.Ended ended =
        python.run(
            HOME,
            Map.of(),
            List.of(
                python.program("spark-submit"),
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
                PYTHON.resolve("spark_ml.py").toString(),
                folder.toString()));
    assertThat(ended.code()).as(ended.text()).isZero();
    assertThat(ended.text()).contains("spark-ml: all checks passed");
    try (Stream<Path> left = Files.walk(folder.resolve("local"))) {
      assertThat(left.filter(each -> each.getFileName().toString().startsWith("skip-gram-")))
          .as("scratch folders after the application has ended")
          .isEmpty();
    }
  }
}
