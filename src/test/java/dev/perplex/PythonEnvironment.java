package dev.perplex;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A Python of the build: a virtual environment below {@code target/}, made from locks with
 * checksums, and anew where the locks are others. It needs Python 3.11 with its venv module.
 */
public final class PythonEnvironment {
  private static final String MADE = "made-from.lock";

  private final Path folder;

  /** How a program ended, and what it printed. */
  public record Ended(int code, String text) {}

  private PythonEnvironment(Path folder) {
    this.folder = folder;
  }

  /**
   * The environment, made where it is missing.
   *
   * @param build a lock of what builds packages that come as source
   * @param locks of the packages
   */
  public static PythonEnvironment of(Path folder, Path build, Path... locks) throws Exception {
    PythonEnvironment made = new PythonEnvironment(folder);
    StringBuilder text = new StringBuilder(Files.readString(build));
    for (Path lock : locks) {
      text.append(Files.readString(lock));
    }
    Path mark = folder.resolve(MADE);
    if (Files.exists(mark) && Files.readString(mark).equals(text.toString())) {
      return made;
    }
    try {
      made.check(List.of("python3.11", "-m", "venv", "--clear", folder.toString()));
    } catch (IOException e) {
      throw new AssertionError(
          "Python 3.11 is missing: install python3.11 with its venv module.", e);
    }
    made.install(build);
    for (Path lock : locks) {
      made.install(lock, "--no-build-isolation");
    }
    Files.writeString(mark, text.toString());
    return made;
  }

  private void install(Path lock, String... more) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(program("pip"), "install", "--quiet", "--require-hashes", "-r", "" + lock));
    command.addAll(List.of(more));
    check(command);
  }

  private void check(List<String> command) throws Exception {
    Ended ended = run(Path.of(""), Map.of(), command);
    if (ended.code() != 0) {
      throw new AssertionError(String.join(" ", command) + "\n" + ended.text());
    }
  }

  /** Path of a program of the environment. */
  public String program(String name) {
    return folder.resolve("bin").resolve(name).toString();
  }

  /**
   * Runs a program to its end.
   *
   * @param more of its environment variables, over those of this process without any of Python's,
   *     Spark's and Airflow's
   */
  public Ended run(Path directory, Map<String, String> more, List<String> command)
      throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.directory(directory.toAbsolutePath().toFile());
    Map<String, String> environment = builder.environment();
    environment
        .keySet()
        .removeIf(key -> key.matches("(PYTHON|PYSPARK|SPARK_|AIRFLOW|PERPLEX_|VIRTUAL_ENV).*"));
    environment.put("PYSPARK_PYTHON", program("python"));
    environment.put("SPARK_LOCAL_IP", "127.0.0.1");
    environment.merge("PATH", folder.resolve("bin").toString(), (path, bin) -> bin + ":" + path);
    environment.putAll(more);
    Process process = builder.start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), text);
  }
}
