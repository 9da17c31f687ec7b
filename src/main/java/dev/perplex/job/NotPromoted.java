package dev.perplex.job;

import dev.perplex.provenance.ExitCode;
import dev.perplex.provenance.PerplexException;
import java.util.Optional;

/** A candidate was trained and reported, and is not the champion: exit code 10. */
public final class NotPromoted extends PerplexException {
  private static final long serialVersionUID = 1L;

  private final transient RunSummary summary; // null where the run made no report

  NotPromoted(String message, RunSummary summary) {
    super(ExitCode.NOT_PROMOTED, message);
    this.summary = summary;
  }

  /** What a person reads all the same, where the run ended with a report. */
  public Optional<RunSummary> summary() {
    return Optional.ofNullable(summary);
  }
}
