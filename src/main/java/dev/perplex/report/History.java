package dev.perplex.report;

import dev.perplex.provenance.Json;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All reports below a storage root.
 *
 * @param pipelines by name
 * @param unread reports that cannot be shown, and why, in words
 */
public record History(List<Pipeline> pipelines, List<String> unread) {
  private static final int OLDEST = 3; // version of report.json that names its test set

  /** The runs of a pipeline, oldest first. */
  public record Pipeline(String name, List<HistoryRun> runs) {}

  /** Puts reports together as they are found. */
  public static final class Collector {
    private final Map<String, List<HistoryRun>> pipelines = new TreeMap<>();
    private final List<String> unread = new ArrayList<>();

    /**
     * Adds a run.
     *
     * @param report text of its {@code report.json}
     * @param record text of its {@code record.json}
     */
    public void add(String run, String report, String record) {
      try {
        HistoryRun.Scores scores = Json.read(report, HistoryRun.Scores.class);
        ReportRecord made = Json.read(record, ReportRecord.class);
        if (scores.version() < OLDEST) {
          unread.add(run + ": report.json has version " + scores.version());
          return;
        }
        HistoryRun shown = HistoryRun.of(scores, made); // before its pipeline has a list
        pipelines.computeIfAbsent(made.pipeline(), name -> new ArrayList<>()).add(shown);
      } catch (IllegalArgumentException
          | NullPointerException
          | IndexOutOfBoundsException
          | DateTimeException e) {
        unread.add(run + ": its files are damaged");
      }
    }

    /** Notes a run that has no report to be added. */
    public void missing(String run, String why) {
      unread.add(run + ": " + why);
    }

    public History history() {
      List<Pipeline> all = new ArrayList<>();
      pipelines.forEach((name, runs) -> all.add(new Pipeline(name, marked(runs))));
      return new History(all, List.copyOf(unread));
    }

    /** In order of time, each with whether it was the best so far on its test tokens. */
    private static List<HistoryRun> marked(List<HistoryRun> runs) {
      List<HistoryRun> sorted = new ArrayList<>(runs);
      sorted.sort(
          Comparator.comparingLong(HistoryRun::time)
              .thenComparing(HistoryRun::made)
              .thenComparing(HistoryRun::run));
      Map<String, Double> lowest = new HashMap<>();
      for (int i = 0; i < sorted.size(); i++) {
        HistoryRun run = sorted.get(i);
        String tokens = run.test().tokensSha256();
        double perplexity =
            run.find(Report.LSTM).map(ModelScore::perplexity).orElse(Double.POSITIVE_INFINITY);
        boolean best = perplexity < lowest.getOrDefault(tokens, Double.POSITIVE_INFINITY);
        if (best) {
          lowest.put(tokens, perplexity);
        }
        sorted.set(i, run.marked(best));
      }
      return List.copyOf(sorted);
    }
  }
}
