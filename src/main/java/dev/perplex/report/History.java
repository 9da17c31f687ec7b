package dev.perplex.report;

import dev.perplex.provenance.Json;
import dev.perplex.registry.Event;
import dev.perplex.registry.Succession;
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

  /**
   * A pipeline.
   *
   * @param runs with a report, oldest first
   * @param moves what its registry tells, oldest first; empty where it has none
   */
  public record Pipeline(String name, List<HistoryRun> runs, List<Move> moves) {}

  /**
   * An entry of the registry.
   *
   * @param what happened, in words
   * @param version that it is about; empty for refused data
   */
  public record Move(String at, String what, String run, String version, String by, String why) {}

  /** Puts reports together as they are found. */
  public static final class Collector {
    private final Map<String, List<HistoryRun>> pipelines = new TreeMap<>();
    private final Map<String, Succession> registries = new TreeMap<>();
    private final List<String> unread = new ArrayList<>();

    /** Adds the registry of a pipeline; of a damaged one only that: what it says may be out. */
    public void add(String pipeline, Succession registry) {
      if (registry.damaged().isEmpty()) {
        registries.put(pipeline, registry);
      }
      unread.addAll(registry.damaged());
    }

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
      pipelines.forEach(
          (name, runs) -> {
            Succession registry = registries.get(name);
            List<HistoryRun> marked = marked(runs);
            all.add(
                registry == null
                    ? new Pipeline(name, marked, List.of())
                    : new Pipeline(name, judged(marked, registry), moves(registry)));
          });
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

    private static List<HistoryRun> judged(List<HistoryRun> runs, Succession registry) {
      List<HistoryRun> judged = new ArrayList<>();
      for (HistoryRun run : runs) {
        judged.add(
            registry.events().stream()
                .filter(Event::judges)
                .filter(each -> each.run().equals(run.run()))
                .reduce((earlier, later) -> later)
                .map(
                    event ->
                        run.judged(
                            new HistoryRun.Judgement(
                                event.version().id(),
                                registry.standing(event.version()),
                                registry.chain().stream()
                                    .anyMatch(each -> each.run().equals(run.run())),
                                event.gates())))
                .orElse(run));
      }
      return List.copyOf(judged);
    }

    private static List<Move> moves(Succession registry) {
      List<Move> moves = new ArrayList<>();
      for (Event event : registry.events()) {
        moves.add(
            new Move(
                event.at(),
                registry.lost(event) ? "lost to another promotion" : event.kind().words(),
                event.run(),
                event.version() == null ? "" : event.version().id(),
                event.by(),
                event.why()));
      }
      return List.copyOf(moves);
    }
  }
}
