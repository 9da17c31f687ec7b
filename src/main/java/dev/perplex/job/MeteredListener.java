package dev.perplex.job;

import dev.perplex.cluster.RunGauges;
import dev.perplex.provenance.Stage;

/** Tells Spark's metric system how far a run is, and passes everything on. */
final class MeteredListener implements RunListener {
  private final RunListener next;

  MeteredListener(RunListener next) {
    this.next = next;
    RunGauges.clear();
  }

  @Override
  public void waiting(String text) {
    next.waiting(text);
  }

  @Override
  public void started(Stage stage, String why) {
    RunGauges.state(stage.label(), RunGauges.State.RUNNING);
    next.started(stage, why);
  }

  @Override
  public void skipped(Stage stage, String why) {
    RunGauges.state(stage.label(), RunGauges.State.DONE);
    next.skipped(stage, why);
  }

  @Override
  public void progress(Stage stage, long done, long total, String unit) {
    RunGauges.progress(stage.label(), done, total);
    next.progress(stage, done, total, unit);
  }

  @Override
  public void note(Stage stage, String text) {
    next.note(stage, text);
  }

  @Override
  public void finished(Stage stage, String summary, double seconds) {
    RunGauges.state(stage.label(), RunGauges.State.DONE);
    next.finished(stage, summary, seconds);
  }
}
