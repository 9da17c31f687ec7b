package dev.perplex.cost;

import dev.perplex.provenance.Check;
import java.util.List;

/**
 * Where tasks run.
 *
 * @param executors JVMs
 * @param slots tasks that an executor runs at once
 * @param cores that all executors have together; fewer than slots, and tasks share them
 */
public record Placement(int executors, int slots, int cores) {
  public Placement {
    Check.atLeast("executors", executors, 1);
    Check.atLeast("slots", slots, 1);
    Check.atLeast("cores", cores, 1);
  }

  /** A core for each slot. */
  public static Placement of(int executors, int slots) {
    return new Placement(executors, slots, Math.multiplyExact(executors, slots));
  }

  /** Tasks that run at once. */
  public int all() {
    return Math.multiplyExact(executors, slots);
  }

  /** A warning where a stage has fewer workers than there are slots; none where it has enough. */
  List<String> idle(String key, int workers) {
    return workers >= all()
        ? List.of()
        : List.of(
            "%s = %d leaves %d of %d task slots idle. Set %s=%d."
                .formatted(key, workers, all() - workers, all(), key, all()));
  }

  /**
   * How many times one task's time equal tasks take: whole waves, each as long as a task or, where
   * there are fewer cores than slots, as their work shared by the cores; then the rest.
   */
  double turns(long tasks) {
    long waves = tasks / all();
    long rest = tasks % all();
    return waves * wave(all()) + (rest > 0 ? wave(rest) : 0);
  }

  private double wave(long tasks) {
    return Math.max(1, (double) tasks / cores);
  }

  /** How many times as long each executor takes for what all of them do at once. */
  double each() {
    return wave(executors);
  }

  /**
   * The time of unequal tasks: no less than the longest, and no less than their sum over all that
   * work.
   */
  double span(double sum, double longest, long tasks) {
    return Math.max(longest, sum / Math.max(1, Math.min(Math.min(all(), cores), tasks)));
  }

  /** Of what lies on all executors alike, the share that is not on the one that asks. */
  double elsewhere() {
    return 1 - 1.0 / executors;
  }
}
