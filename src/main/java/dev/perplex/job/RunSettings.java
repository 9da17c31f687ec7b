package dev.perplex.job;

import dev.perplex.provenance.Check;

/**
 * What the run is.
 *
 * @param pipeline name of what is trained
 * @param date logical date of a scheduled run, {@code 2026-11-21}; empty for a run without one
 */
public record RunSettings(String pipeline, String date) {
  public RunSettings {
    Check.that(
        pipeline.matches("[a-z0-9][a-z0-9_.-]*"),
        "pipeline",
        pipeline,
        "is not a name of lower-case letters, digits, dots, dashes and underscores");
    Check.that(
        date.isEmpty() || date.matches("\\d{4}-\\d{2}-\\d{2}([T-].*)?"),
        "date",
        date,
        "is not a date like 2026-11-21");
  }
}
