package dev.perplex.cluster;

import dev.perplex.provenance.ExitCode;
import dev.perplex.provenance.PerplexException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.LongAccumulator;

/** Pieces of work on executors, a task each, with results in the order of the pieces. */
public final class Tasks {
  private static final long POLL_MILLIS = 500;

  /** More tasks than this cost the driver more than they gain; pieces are then grouped. */
  private static final int MOST_TASKS = 5_000;

  private final JavaSparkContext spark;

  public Tasks(JavaSparkContext spark) {
    this.spark = spark;
  }

  /** Work on one piece; {@code done} counts what is finished, for the progress line. */
  public interface Work<I, O> extends Serializable {
    O on(I piece, LongAccumulator done) throws Exception;
  }

  /** What a task returns: a value, or the user's error (which Spark must not try four times). */
  private record Outcome<O>(O value, PerplexException error) implements Serializable {}

  /**
   * Runs the work on every piece.
   *
   * @param description shown in the Spark UI
   * @param total units of work in all, for the progress
   * @throws PerplexException the first one that a piece threw, in the order of the pieces
   */
  public <I, O> List<O> run(
      String description,
      List<I> pieces,
      long total,
      String unit,
      Progress progress,
      Work<I, O> work) {
    if (pieces.isEmpty()) {
      return List.of();
    }
    LongAccumulator done = spark.sc().longAccumulator(description);
    List<Outcome<O>> outcomes =
        watched(
            description,
            total,
            unit,
            progress,
            done,
            () -> outcomes(List.copyOf(pieces), work, done));
    List<O> values = new ArrayList<>(outcomes.size());
    for (Outcome<O> outcome : outcomes) {
      if (outcome.error() != null) {
        throw outcome.error();
      }
      values.add(outcome.value());
    }
    return values;
  }

  private <I, O> List<Outcome<O>> outcomes(List<I> pieces, Work<I, O> work, LongAccumulator done) {
    PieceRdd.Work<List<I>, Outcome<O>> some =
        mine -> {
          List<Outcome<O>> outcomes = new ArrayList<>();
          for (I piece : mine) {
            outcomes.add(attempt(work, piece, done));
          }
          return outcomes.iterator();
        };
    return new PieceRdd<>(spark, grouped(pieces), some).results();
  }

  private static <I> List<List<I>> grouped(List<I> pieces) {
    int tasks = Math.min(pieces.size(), MOST_TASKS);
    List<List<I>> groups = new ArrayList<>(tasks);
    for (int task = 0; task < tasks; task++) {
      long from = (long) pieces.size() * task / tasks;
      long to = (long) pieces.size() * (task + 1) / tasks;
      groups.add(List.copyOf(pieces.subList((int) from, (int) to)));
    }
    return groups;
  }

  private static <I, O> Outcome<O> attempt(Work<I, O> work, I piece, LongAccumulator done)
      throws Exception {
    try {
      return new Outcome<>(work.on(piece, done), null);
    } catch (PerplexException e) {
      if (e.exitCode() == ExitCode.FAILED) {
        throw e; // storage, for one: another try may help
      }
      return new Outcome<>(null, e);
    }
  }

  /** Runs a Spark action while the counter's value is told to the progress. */
  public <T> T watched(
      String description,
      long total,
      String unit,
      Progress progress,
      LongAccumulator done,
      Supplier<T> action) {
    ScheduledExecutorService clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "progress");
              thread.setDaemon(true);
              return thread;
            });
    LiveCount count = LiveCount.of(spark, done);
    // A task that Spark runs again counts twice.
    Runnable tell = () -> progress.at(Math.min(count.value(), total), total, unit);
    ScheduledFuture<?> telling =
        clock.scheduleAtFixedRate(tell, POLL_MILLIS, POLL_MILLIS, TimeUnit.MILLISECONDS);
    try (count;
        JobName name = new JobName(spark)) {
      name.say(description);
      T result = action.get();
      telling.cancel(false);
      tell.run();
      return result;
    } finally {
      clock.shutdownNow();
    }
  }

  /** How often the running task was started before; 0 for nearly all, and off executors. */
  public static int tries() {
    TaskContext task = TaskContext.get();
    return task == null ? 0 : task.stageAttemptNumber() * 100 + task.attemptNumber();
  }
}
