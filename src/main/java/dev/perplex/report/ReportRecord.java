package dev.perplex.report;

import java.util.List;
import java.util.Map;

/**
 * What a report says of the run that made it: {@code record.json}, beside {@code report.json}. Here
 * stands what differs between runs that make the same report: times, machines, what ran before.
 *
 * @param format {@code perplex-record}
 * @param version of the format
 * @param run id
 * @param pipeline of the run
 * @param date logical date; empty for a run without one
 * @param made when the report was made, ISO 8601, UTC
 * @param verdict one sentence: the report's, and how the run stands to those before it
 * @param stages in order
 * @param earlier runs of the pipeline that this one was compared with
 */
public record ReportRecord(
    String format,
    int version,
    String run,
    String pipeline,
    String date,
    String made,
    String verdict,
    List<StageRecord> stages,
    List<Earlier> earlier) {

  public static final String FORMAT = "perplex-record";
  public static final int VERSION = 1;

  /**
   * How a stage's artefact came to be.
   *
   * @param artefact its folder
   * @param madeBy id of the run that made it
   * @param skipped whether this run found it finished
   * @param started ISO 8601, UTC
   * @param inputs content checksums by role
   * @param counts what the artefact holds
   * @param versions of software
   * @param machine operating system, processors, memory
   */
  public record StageRecord(
      String stage,
      String artefact,
      String fingerprint,
      String content,
      String madeBy,
      boolean skipped,
      String started,
      double seconds,
      Map<String, String> inputs,
      Map<String, Long> counts,
      Map<String, String> versions,
      Map<String, String> machine) {}

  /**
   * A run that this one was compared with.
   *
   * @param role why it was chosen
   * @param ended when it ended, ISO 8601, UTC
   * @param comparison of the two; null where they cannot be compared
   * @param refusal why they cannot; null where they can
   */
  public record Earlier(
      String run, Role role, String ended, Comparison comparison, String refusal) {}

  /** Why a run was chosen. */
  public enum Role {
    /** The last one before. */
    PREVIOUS,
    /** The best of those before. */
    BEST,
    /** The champion of the pipeline when the report was made. */
    CHAMPION
  }
}
