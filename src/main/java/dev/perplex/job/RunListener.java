package dev.perplex.job;

import dev.perplex.provenance.Stage;

/** Told what a run does, as it does it: the console and the event file listen. */
public interface RunListener {

  /** Before the run is this driver's: it waits for another one. */
  default void waiting(String text) {}

  /**
   * A stage starts.
   *
   * @param why it is not skipped
   */
  void started(Stage stage, String why);

  /** A stage is skipped, because a finished artefact has its fingerprint. */
  void skipped(Stage stage, String why);

  /** How far the running stage is; called often. */
  void progress(Stage stage, long done, long total, String unit);

  /** One line that a person should read: a count, a loss. */
  void note(Stage stage, String text);

  /** A stage has published its artefact. */
  void finished(Stage stage, String summary, double seconds);
}
