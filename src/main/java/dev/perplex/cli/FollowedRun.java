package dev.perplex.cli;

import dev.perplex.job.RunListener;
import dev.perplex.provenance.Stage;
import dev.perplex.store.EventReader;
import dev.perplex.store.RunFolder;
import dev.perplex.store.RunPulse;
import java.util.Map;
import java.util.Optional;

/**
 * A run that another process makes, told as that process tells it: from its event files, wherever
 * storage can be read.
 */
final class FollowedRun {
  private final RunFolder run;
  private final EventReader events;
  private final RunPulse pulse;
  private final RunListener listener;
  private boolean present; // the events of the past have been told

  FollowedRun(RunFolder run, RunListener listener) {
    this.run = run;
    this.events = run.follow();
    this.pulse = run.pulse();
    this.listener = listener;
  }

  /** Where the run is after a look. */
  enum State {
    RUNNING,
    /** It has a result. */
    ENDED,
    /** It has none, and its driver has given it up. */
    STOPPED,
    /** It has none, and its driver was silent for the length of its lease. */
    SILENT
  }

  /** Tells what has come since the last look. */
  State look() {
    // In this order: a driver writes its events, its result, and then gives its lease back.
    pulse.look();
    boolean ended = run.isFinished();
    for (Map<?, ?> event : events.more()) {
      tell(event);
    }
    present = true;
    if (ended) {
      return State.ENDED;
    }
    if (!pulse.isOwned()) {
      return State.STOPPED;
    }
    return pulse.isSilent() ? State.SILENT : State.RUNNING;
  }

  /** How long its driver may be silent, in seconds. */
  String lease() {
    return pulse.seconds();
  }

  private void tell(Map<?, ?> event) {
    Optional<Stage> stage = stage(event.get("stage"));
    if (stage.isEmpty()) {
      return; // of a Perplex that knows more stages
    }
    String text = String.valueOf(event.get("text"));
    String why = String.valueOf(event.get("why"));
    switch (String.valueOf(event.get("event"))) {
      case "started" -> listener.started(stage.get(), why);
      case "skipped" -> listener.skipped(stage.get(), why);
      case "note" -> listener.note(stage.get(), text);
      case "finished" ->
          listener.finished(
              stage.get(), String.valueOf(event.get("summary")), number(event, "seconds"));
      case "progress" -> {
        if (present) { // rates are those of what is seen, and the past comes all at once
          listener.progress(
              stage.get(),
              (long) number(event, "done"),
              (long) number(event, "total"),
              String.valueOf(event.get("unit")));
        }
      }
      default -> {
        // of a Perplex that tells more
      }
    }
  }

  private static double number(Map<?, ?> event, String name) {
    return event.get(name) instanceof Number number ? number.doubleValue() : 0;
  }

  private static Optional<Stage> stage(Object name) {
    for (Stage stage : Stage.values()) {
      if (stage.label().equals(name)) {
        return Optional.of(stage);
      }
    }
    return Optional.empty();
  }
}
