package dev.perplex.cluster;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How far the stages of this driver's run are, as gauges of Spark's metric system: {@code
 * STAGE.done} and {@code STAGE.total} in the stage's unit, {@code STAGE.per-second}, and {@code
 * STAGE.state}, 0 before it starts, 1 while it runs, 2 when it is done or skipped.
 */
public final class RunGauges {
  private static final Map<String, Progressed> STAGES = new ConcurrentHashMap<>();

  private RunGauges() {}

  /** A state of a stage. */
  public enum State {
    WAITING(0),
    RUNNING(1),
    DONE(2);

    private final int number; // as the gauge has it

    State(int number) {
      this.number = number;
    }
  }

  private record Progressed(State state, long done, long total, long sinceNanos, long sinceDone) {
    static final Progressed NONE = new Progressed(State.WAITING, 0, 0, 0, 0);

    double perSecond() {
      double seconds = (System.nanoTime() - sinceNanos) / 1e9;
      return state == State.RUNNING && seconds > 0 ? (done - sinceDone) / seconds : 0;
    }
  }

  /** Makes the gauges of a stage known, before anything is told of it. */
  static void register(MetricRegistry metrics, String stage) {
    gauge(metrics, stage, "state", () -> of(stage).state().number);
    gauge(metrics, stage, "done", () -> of(stage).done());
    gauge(metrics, stage, "total", () -> of(stage).total());
    gauge(metrics, stage, "per-second", () -> of(stage).perSecond());
  }

  private static void gauge(
      MetricRegistry metrics, String stage, String name, Gauge<? extends Number> gauge) {
    metrics.register(MetricRegistry.name(stage, name), gauge);
  }

  private static Progressed of(String stage) {
    return STAGES.getOrDefault(stage, Progressed.NONE);
  }

  /** A new run: nothing has started. */
  public static void clear() {
    STAGES.clear();
  }

  public static void state(String stage, State state) {
    STAGES.compute(
        stage,
        (name, was) ->
            new Progressed(
                state, was == null ? 0 : was.done(), was == null ? 0 : was.total(), 0, 0));
  }

  /** Told often; a count that falls begins a new piece of work, and a new rate. */
  public static void progress(String stage, long done, long total) {
    STAGES.compute(
        stage,
        (name, was) -> {
          boolean anew =
              was == null
                  || was.state() != State.RUNNING
                  || was.sinceNanos() == 0
                  || done < was.done()
                  || total != was.total();
          return new Progressed(
              State.RUNNING,
              done,
              total,
              anew ? System.nanoTime() : was.sinceNanos(),
              anew ? done : was.sinceDone());
        });
  }
}
