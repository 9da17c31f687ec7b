package dev.perplex.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Runs commands in this JVM as a user would type them, on a local Spark. */
public final class Commands {
  private Commands() {}

  /** How a command ended, what it printed, and how many of its Spark tasks failed. */
  public record Ended(int code, String out, String err, int failedTasks) {}

  /** With two task slots. */
  public static Ended run(String... arguments) {
    return on("local[2]", arguments);
  }

  /** With the given Spark master, which spark-submit would hand over as a system property. */
  public static Ended on(String master, String... arguments) {
    return on(master, Map.of(), arguments);
  }

  /** The same with further properties of Spark. */
  public static Ended on(String master, Map<String, String> more, String... arguments) {
    FailedTasks.COUNT.set(0);
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        under(
            master,
            more,
            () ->
                Perplex.run(
                    new PrintWriter(out, true), new PrintWriter(err, true), false, arguments));
    return new Ended(code, out.toString(), err.toString(), FailedTasks.COUNT.get());
  }

  /** What work comes to while Spark's properties are set. */
  static <T> T under(String master, Supplier<T> work) {
    return under(master, Map.of(), work);
  }

  /** The same with further properties, which go over those that all tests have. */
  static <T> T under(String master, Map<String, String> more, Supplier<T> work) {
    Map<String, String> spark =
        new HashMap<>(
            Map.of(
                "spark.master", master,
                "spark.ui.enabled", "false",
                "spark.ui.showConsoleProgress", "false",
                "spark.extraListeners", FailedTasks.class.getName(),
                "spark.driver.host", "127.0.0.1",
                "spark.driver.bindAddress", "127.0.0.1"));
    spark.putAll(more);
    Map<String, String> before = new HashMap<>();
    spark.forEach((key, value) -> before.put(key, System.setProperty(key, value)));
    try {
      return work.get();
    } finally {
      before.forEach(
          (key, value) -> {
            if (value == null) {
              System.clearProperty(key);
            } else {
              System.setProperty(key, value);
            }
          });
    }
  }
}
