package dev.perplex.job;

import dev.perplex.provenance.Stage;
import dev.perplex.store.RunFolder;
import java.util.Map;

/** Writes what happens to the run's event file, and passes it on to the console. */
final class EventLog implements RunListener {
  /** Progress reaches storage at most this often; the console decides for itself. */
  private static final long PROGRESS_NANOS = 2_000_000_000L;

  private final RunFolder folder;
  private final RunListener console;
  private long lastProgress;

  EventLog(RunFolder folder, RunListener console) {
    this.folder = folder;
    this.console = console;
    this.lastProgress = System.nanoTime() - PROGRESS_NANOS;
  }

  @Override
  public void started(Stage stage, String why) {
    folder.event("started", Map.of("stage", stage.label(), "why", why));
    console.started(stage, why);
  }

  @Override
  public void skipped(Stage stage, String why) {
    folder.event("skipped", Map.of("stage", stage.label(), "why", why));
    console.skipped(stage, why);
  }

  @Override
  public synchronized void progress(Stage stage, long done, long total, String unit) {
    long now = System.nanoTime();
    if (now - lastProgress >= PROGRESS_NANOS) {
      lastProgress = now;
      folder.event(
          "progress", Map.of("stage", stage.label(), "done", done, "total", total, "unit", unit));
    }
    console.progress(stage, done, total, unit);
  }

  @Override
  public void note(Stage stage, String text) {
    folder.event("note", Map.of("stage", stage.label(), "text", text));
    console.note(stage, text);
  }

  @Override
  public void finished(Stage stage, String summary, double seconds) {
    folder.event(
        "finished", Map.of("stage", stage.label(), "summary", summary, "seconds", seconds));
    console.finished(stage, summary, seconds);
  }
}
