package dev.perplex.job;

import dev.perplex.provenance.Stage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;

/** Kills executors and drivers at seeded moments: {@code src/bench/kills}. */
public final class KillsBench {
  private int wrong;

  private KillsBench() {}

  /**
   * @param arguments how many executors, the seed, how many drivers a stage
   */
  public static void main(String[] arguments) throws Exception {
    int executors = Integer.parseInt(arguments[0]);
    SplittableRandom random = new SplittableRandom(Long.parseLong(arguments[1]));
    int drivers = Integer.parseInt(arguments[2]);
    Path folder = Files.createTempDirectory(Path.of("target"), "kills-").toAbsolutePath();
    KillTrials trials = new KillTrials(folder);
    KillsBench bench = new KillsBench();
    bench.say("undisturbed: %.1f s", trials.seconds());
    int killed = 0;
    for (int i = 0; i < executors; i++) {
      double after = trials.seconds() * random.nextDouble();
      int which = random.nextInt(2);
      int number = i;
      String what = String.format("executor %d of %d after %.1f s", i + 1, executors, after);
      killed += bench.trial(what, () -> trials.executor("executor-" + number, after, which));
    }
    bench.say("executors: %d trials, %d killed while the pipeline ran", executors, killed);
    for (Stage stage : Stage.values()) {
      for (int i = 0; i < drivers; i++) {
        double after = 2 * random.nextDouble();
        String name = "driver-" + stage + "-" + i;
        String what = String.format("driver in %s after %.1f s", stage, after);
        int early = bench.trial(what, () -> trials.driver(name, stage, after));
        bench.say("%s: %s", stage, early == 1 ? "killed before its end" : "had ended");
      }
    }
    bench.say(
        bench.wrong == 0 ? "every artefact was the undisturbed one" : "WRONG: " + bench.wrong);
    StorageTrials.delete(folder);
    System.exit(bench.wrong == 0 ? 0 : 1);
  }

  private int trial(String what, Callable<Boolean> work) throws Exception {
    long start = System.nanoTime();
    try {
      boolean struck = work.call();
      say(
          "%s: %s, the same bits, %.1f s",
          what, struck ? "killed" : "too late", (System.nanoTime() - start) / 1e9);
      return struck ? 1 : 0;
    } catch (AssertionError e) {
      wrong++;
      say("WRONG: %s: %s", what, e);
      return 0;
    }
  }

  @SuppressWarnings("SystemOut") // a program for a person
  private void say(String format, Object... arguments) {
    System.out.println(String.format(format, arguments));
  }
}
