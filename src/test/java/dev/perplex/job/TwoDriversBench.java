package dev.perplex.job;

import dev.perplex.provenance.Stage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Starts two drivers of one pipeline together, again and again: {@code src/bench/two-drivers}. */
public final class TwoDriversBench {
  private TwoDriversBench() {}

  /**
   * @param arguments turns, and what {@code run.lease.on-live} is
   */
  @SuppressWarnings("SystemOut") // a program for a person
  public static void main(String[] arguments) throws Exception {
    int turns = Integer.parseInt(arguments[0]);
    String[] settings = {
      "--set", "run.lease.on-live=" + arguments[1],
      "--set", "train.epochs=1",
      "--set", "train.max-tokens=600"
    };
    Map<String, Integer> seen = new TreeMap<>();
    for (int turn = 1; turn <= turns; turn++) {
      Path folder = Files.createTempDirectory(Path.of("target"), "two-drivers-");
      TwoDrivers both =
          TwoDrivers.run(Workplace.small(folder.toAbsolutePath()), "pipeline", settings);
      both.check(Stage.values().length);
      String codes = both.codes().stream().sorted().toList().toString();
      seen.merge(codes, 1, Integer::sum);
      System.out.printf(
          "turn %d of %d: exit codes %s, each artefact made once%n", turn, turns, codes);
    }
    System.out.println("exit codes, and how often: " + seen);
  }
}
