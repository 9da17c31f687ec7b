package dev.perplex.job;

import dev.perplex.provenance.Stage;
import dev.perplex.store.Faults.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Lets storage fail at every call of every stage: {@code src/bench/storage-faults}. */
public final class StorageFaultsBench {
  private final StorageTrials trials;
  private final Map<String, Map<String, Integer>> table = new TreeMap<>();
  private final List<String> failures = new ArrayList<>();

  private StorageFaultsBench(StorageTrials trials) {
    this.trials = trials;
  }

  /**
   * @param arguments trials of a whole pipeline, their seed, every how manieth call of a stage, and
   *     stages (all of them where none is named)
   */
  @SuppressWarnings("SystemOut") // a program for a person
  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory(Path.of("target"), "storage-faults-").toAbsolutePath();
    StorageFaultsBench bench = new StorageFaultsBench(new StorageTrials(folder));
    int step = Integer.parseInt(arguments[2]);
    List<String> stages = List.of(arguments).subList(3, arguments.length);
    for (Stage stage : Stage.values()) {
      if (stages.isEmpty() || stages.contains(stage.label())) {
        bench.stage(stage, step);
      }
    }
    bench.pipeline(Integer.parseInt(arguments[0]), Long.parseLong(arguments[1]));
    bench.print();
    StorageTrials.delete(folder);
    System.exit(bench.failures.isEmpty() ? 0 : 1);
  }

  private void stage(Stage stage, int step) {
    for (Kind kind : Kind.values()) {
      long calls = trials.calls(stage.label(), kind);
      System.out.printf("%s %s: %d calls%n", stage, kind, calls);
      for (long at = 0; at < calls; at += step) {
        trial(stage.label(), kind, at);
      }
    }
    long bytes = trials.bytes(stage.label());
    for (int part = 0; part < 10; part++) {
      full(stage.label(), bytes * part / 10);
    }
  }

  private void pipeline(int count, long seed) {
    if (count == 0) {
      return;
    }
    SplittableRandom random = new SplittableRandom(seed);
    Map<Kind, Long> calls = new TreeMap<>();
    for (Kind kind : Kind.values()) {
      calls.put(kind, trials.calls("pipeline", kind));
    }
    for (int i = 0; i < count; i++) {
      Kind kind = Kind.values()[i % Kind.values().length];
      trial("pipeline", kind, random.nextLong(calls.get(kind)));
    }
  }

  private void trial(String command, Kind kind, long at) {
    record(command, kind.toString(), kind + " " + at, () -> trials.disturbed(command, kind, at));
  }

  private void full(String command, long room) {
    record(command, "FULL", "room for " + room, () -> trials.full(command, room));
  }

  @SuppressWarnings("SystemOut")
  private void record(
      String command,
      String kind,
      String what,
      java.util.function.Supplier<StorageTrials.Trial> work) {
    Map<String, Integer> row = table.computeIfAbsent(command + " " + kind, key -> new TreeMap<>());
    row.merge("trials", 1, Integer::sum);
    try {
      StorageTrials.Trial trial = work.get();
      row.merge(trial.hit() == null ? "no fault" : "exit " + trial.code(), 1, Integer::sum);
      System.out.println(command + " " + what + ": " + trial);
    } catch (AssertionError | RuntimeException e) {
      row.merge("WRONG", 1, Integer::sum);
      failures.add(command + " " + what);
      System.out.println("WRONG " + command + " " + what + ": " + e);
    }
  }

  @SuppressWarnings("SystemOut")
  private void print() {
    table.forEach((row, counts) -> System.out.println(row + ": " + counts));
    System.out.println(failures.isEmpty() ? "all ended well" : "WRONG: " + failures);
  }
}
