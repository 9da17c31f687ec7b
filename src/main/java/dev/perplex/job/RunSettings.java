package dev.perplex.job;

import dev.perplex.provenance.Check;
import dev.perplex.store.LeaseSettings;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;

/**
 * What the run is.
 *
 * @param pipeline name of what is trained
 * @param date logical date of a scheduled run, {@code 2026-11-21}; empty for a run without one
 * @param submission a name that who submits it gives, to find it again; empty for none
 * @param verdicts how a driver ends that has reached a verdict other than done
 * @param lease how drivers keep out of each other's way
 */
public record RunSettings(
    String pipeline, String date, String submission, Verdicts verdicts, LeaseSettings lease) {

  /** What the process of a run ends with where it is not promoted, or its data are refused. */
  public enum Verdicts {
    /** As {@code ZERO} in cluster deploy mode, as {@code CODE} elsewhere. */
    AUTO,
    /** The verdict's own code. */
    CODE,
    /** Zero: whoever wants to know reads {@code result.json}. */
    ZERO
  }

  public RunSettings {
    Check.that(
        pipeline.matches("[a-z0-9][a-z0-9_.-]*"),
        "pipeline",
        pipeline,
        "is not a name of lower-case letters, digits, dots, dashes and underscores");
    Check.that(date.isEmpty() || isDate(date), "date", date, "is not a date like 2026-11-21");
  }

  /** A day that exists; what may follow it stands in the run's id, so in the name of a folder. */
  private static boolean isDate(String date) {
    if (!date.matches("\\d{4}-\\d{2}-\\d{2}([T-][A-Za-z0-9.+-]*)?")) {
      return false;
    }
    try {
      LocalDate.parse(date.substring(0, 10));
      return true;
    } catch (DateTimeParseException e) {
      return false;
    }
  }
}
