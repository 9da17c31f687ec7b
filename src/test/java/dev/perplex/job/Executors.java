package dev.perplex.job;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Executors of a local cluster that this JVM has started: processes of their own. */
final class Executors {
  private static final String BACKEND = "CoarseGrainedExecutorBackend";

  private Executors() {}

  /** Their processes, the oldest first; their command lines are read where Java shows none. */
  static List<ProcessHandle> alive() {
    try (Stream<ProcessHandle> all = ProcessHandle.current().descendants()) {
      return all.filter(ProcessHandle::isAlive)
          .filter(each -> commandLine(each).contains(BACKEND))
          .sorted(Comparator.comparingLong(ProcessHandle::pid))
          .toList();
    }
  }

  private static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(
          Path.of("/proc", Long.toString(process.pid()), "cmdline"), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return ""; // it has ended
    }
  }
}
