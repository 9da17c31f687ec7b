package dev.perplex.report;

import dev.perplex.provenance.Check;

/**
 * How the report is made.
 *
 * @param state whether recurrent state is carried between documents
 * @param neighbours words of which the report lists the nearest vectors; those outside the
 *     vocabulary are left out
 */
public record ReportSettings(State state, java.util.List<String> neighbours) {

  /** Where recurrent state starts anew. */
  public enum State {
    /** At each document; documents are scored side by side. */
    DOCUMENT
  }

  public ReportSettings {
    Check.that(state != null, "state", state, "is not given");
  }
}
