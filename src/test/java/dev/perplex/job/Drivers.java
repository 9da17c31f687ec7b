package dev.perplex.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Commands in JVMs of their own, as spark-submit starts them. */
final class Drivers {
  private static final long MINUTES = 4; // on a machine that does other work too

  private Drivers() {}

  /** A command that has been started, and what it prints. */
  record Driver(Process process, Path log) implements AutoCloseable {
    String text() {
      return Workplace.text(log);
    }

    /** Waits for its end; returns its exit code. */
    int code() throws InterruptedException {
      assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).as(text()).isTrue();
      return process.exitValue();
    }

    /** Waits until something has happened while it runs. */
    void until(BooleanSupplier happened) throws InterruptedException {
      long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(MINUTES);
      while (!happened.getAsBoolean()) {
        assertThat(process.waitFor(20, TimeUnit.MILLISECONDS)).as(text()).isFalse();
        assertThat(System.nanoTime()).isLessThan(end);
      }
    }

    /** Sends a signal, such as {@code STOP}. */
    void signal(String name) throws IOException, InterruptedException {
      String pid = Long.toString(process.pid());
      assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
    }

    void kill() throws InterruptedException {
      process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
      kill();
    }
  }

  /** Starts a command, with the classes of this JVM. */
  static Driver start(Workplace workplace, String command, String... settings) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    Files.readAllLines(Path.of("conf/spark/java17.options")).stream()
        .filter(option -> option.startsWith("-"))
        .forEach(line::add);
    line.addAll(
        List.of(
            "-Xmx1g",
            "-Dspark.master=local[2]",
            "-Dspark.ui.enabled=false",
            "-Dspark.driver.host=127.0.0.1",
            "-Dspark.driver.bindAddress=127.0.0.1",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            "dev.perplex.cli.Perplex"));
    line.addAll(List.of(workplace.command(command, settings)));
    Path log = Files.createTempFile(workplace.folder(), "driver-", ".log");
    Process process =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    return new Driver(process, log);
  }
}
