package dev.perplex.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perplex.job.Workplace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A command in a process of its own, as a user's shell starts it. */
final class Submission implements AutoCloseable {
  private static final long MINUTES = 8; // on a machine that does other work too

  private final Process process;
  private final Path log;

  private Submission(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * @param log gets all that it prints
   * @param environment over this JVM's, without Perplex's and Spark's own variables
   */
  static Submission start(Path log, Map<String, String> environment, List<String> command)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(each -> each.matches("(PERPLEX|SPARK|HADOOP)_.*"));
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    return new Submission(builder.start(), log);
  }

  /** Runs {@code jobs/COMMAND} of a workplace to its end. */
  static Submission job(
      Workplace place, Path log, Map<String, String> environment, String command, String... more)
      throws IOException {
    return start(log, environment, line(place, command, more));
  }

  static List<String> line(Workplace place, String command, String... more) {
    List<String> line = new ArrayList<>();
    line.add("jobs/" + command);
    line.add("--config");
    line.add(place.settings().toString());
    line.addAll(List.of(more));
    return line;
  }

  /** Copies files between a store and this machine, by Hadoop's own shell. */
  static void copy(Path conf, Path log, String... arguments) throws Exception {
    List<String> line = new ArrayList<>();
    line.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    line.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx256m"));
    line.addAll(List.of("-Dlog4j2.configurationFile=file:conf/log4j2.xml"));
    line.addAll(List.of("-cp", conf + ":target/spark/jars/*", "org.apache.hadoop.fs.FsShell"));
    line.addAll(List.of(arguments));
    try (Submission shell = start(log, Map.of(), line)) {
      assertThat(shell.code()).as(shell.text()).isZero();
    }
  }

  /** Waits for its end; returns its exit code. */
  int code() throws InterruptedException {
    assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).as(text()).isTrue();
    return process.exitValue();
  }

  String text() {
    return Workplace.text(log);
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }
}
