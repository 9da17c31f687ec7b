package dev.perplex.report;

import static java.util.Objects.requireNonNull;

import dev.perplex.registry.GateDecision;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * What the history shows of a run.
 *
 * @param run id
 * @param date logical date; empty for a run without one
 * @param made when its report was made, ISO 8601, UTC
 * @param time of the run on the history's axis, seconds since 1970: its logical date, or when its
 *     report was made
 * @param verdict one sentence
 * @param promoted whether it has become the champion, of the judgement
 * @param judgement of the gates; null where it was not judged
 * @param best whether its language model was the best so far, of the runs on the same test tokens
 * @param test what was scored
 * @param level of its intervals
 * @param models the table of its report
 * @param earlier runs that it was compared with when its report was made
 */
public record HistoryRun(
    String run,
    String date,
    String made,
    long time,
    String verdict,
    boolean promoted,
    Judgement judgement,
    boolean best,
    Test test,
    double level,
    List<ModelScore> models,
    List<ReportRecord.Earlier> earlier) {

  /**
   * Files of storage may lack any field: what the page shows has to be there.
   *
   * @throws NullPointerException where it is not
   */
  public HistoryRun {
    requireNonNull(run, "run");
    requireNonNull(date, "date");
    requireNonNull(made, "made");
    requireNonNull(verdict, "verdict");
    requireNonNull(test, "test");
    requireNonNull(test.tokensSha256(), "test.tokens-sha256");
    for (ModelScore each : requireNonNull(models, "models")) {
      requireNonNull(each.model(), "model");
      requireNonNull(each.title(), "title");
    }
    for (ReportRecord.Earlier each : requireNonNull(earlier, "earlier")) {
      requireNonNull(each.run(), "earlier.run");
    }
  }

  /** A run that has not been held against those before it. */
  static HistoryRun of(Scores scores, ReportRecord record) {
    long time =
        record.date().isEmpty()
            ? Instant.parse(record.made()).getEpochSecond()
            : LocalDate.parse(record.date().substring(0, 10))
                .atStartOfDay(ZoneOffset.UTC)
                .toEpochSecond();
    return new HistoryRun(
        record.run(),
        record.date(),
        record.made(),
        time,
        record.verdict(),
        false,
        null,
        false,
        scores.test(),
        scores.bootstrap().level(),
        scores.models(),
        record.earlier());
  }

  HistoryRun marked(boolean isBest) {
    return new HistoryRun(
        run, date, made, time, verdict, promoted, judgement, isBest, test, level, models, earlier);
  }

  /** The same with what the registry says of it. */
  HistoryRun judged(Judgement said) {
    return new HistoryRun(
        run, date, made, time, verdict, said.promoted(), said, best, test, level, models, earlier);
  }

  /**
   * What the registry says of a run.
   *
   * @param standing now, in words: {@code champion}, {@code not promoted}
   * @param promoted whether it has become the champion
   * @param gates and their decisions
   */
  public record Judgement(
      String version, String standing, boolean promoted, List<GateDecision> gates) {}

  /** The row of a model, where the report has it. */
  public Optional<ModelScore> find(String model) {
    return models.stream().filter(each -> each.model().equals(model)).findFirst();
  }

  /** What a history needs of {@code report.json}, whatever else later versions hold. */
  record Scores(
      String format, int version, Test test, Bootstrap bootstrap, List<ModelScore> models) {}

  /** What was scored: what all versions since 3 say of it. */
  public record Test(
      long documents, long tokens, double unknownShare, String tokensSha256, String textSha256) {}
}
