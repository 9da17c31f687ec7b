package dev.perplex.job;

import dev.perplex.job.SkewTrials.Costs;
import dev.perplex.provenance.Stage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;

/** What corpora of odd shapes cost: {@code src/bench/skew}. */
public final class SkewBench {
  private SkewBench() {}

  /**
   * @param arguments lines of text
   */
  public static void main(String[] arguments) throws Exception {
    int lines = Integer.parseInt(arguments[0]);
    Path folder = Files.createTempDirectory(Path.of("target"), "skew-").toAbsolutePath();
    List<Stage> stages = new ArrayList<>(EnumSet.range(Stage.PREPARE, Stage.REPORT));
    SkewTrials warm = new SkewTrials(Files.createDirectory(folder.resolve("warm")), stages, 2000);
    warm.parts(2);
    SkewTrials trials = new SkewTrials(Files.createDirectory(folder.resolve("all")), stages, lines);
    print("seconds of a stage: " + stages, null);
    print("2 parts", trials.parts(2));
    print("1 part", trials.parts(1));
    print("500 parts", trials.parts(500));
    print("one document of 80 %", trials.oneDocument());
    print("10,000 files", trials.files(10_000));
    StorageTrials.delete(folder);
  }

  @SuppressWarnings("SystemOut") // a program for a person
  private static void print(String shape, Costs costs) {
    if (costs == null) {
      System.out.println(shape);
      return;
    }
    StringBuilder line = new StringBuilder(String.format("%-22s", shape));
    costs.seconds().forEach(each -> line.append(String.format(Locale.ROOT, " %7.1f", each)));
    System.out.println(
        line
            + String.format(
                Locale.ROOT, "  all %.1f s, %,d tokens", costs.total(), costs.tokens()));
  }
}
