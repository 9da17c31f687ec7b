package dev.perplex.cli;

import dev.perplex.cost.Costs;
import dev.perplex.cost.Memory;
import dev.perplex.cost.Plan;
import dev.perplex.cost.StageEstimate;
import dev.perplex.job.Durations;
import dev.perplex.provenance.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** A plan as people read it, and as machines do. */
final class PlanTable {
  private static final int PHASES = 3; // of a stage, at most

  private final Plan plan;
  private final Costs costs;
  private final boolean counted;
  private final int word2vecWorkers;
  private final int trainWorkers;

  /**
   * @param counted whether words were counted in a text
   */
  PlanTable(Plan plan, Costs costs, boolean counted, int word2vecWorkers, int trainWorkers) {
    this.plan = plan;
    this.costs = costs;
    this.counted = counted;
    this.word2vecWorkers = word2vecWorkers;
    this.trainWorkers = trainWorkers;
  }

  /** One screen. */
  String text() {
    StringBuilder out = new StringBuilder();
    line(
        out,
        "text        %,d tokens, %,d words (%s)",
        plan.text().tokens(),
        plan.text().words(),
        counted ? "as counted" : "frequencies by Zipf's law");
    line(
        out,
        "executors   %s of %s; %s in all; %.3g Gbit/s into each",
        count(plan.place().executors(), "executor"),
        count(plan.place().slots(), "slot"),
        count(plan.place().cores(), "core"),
        costs.networkBytesPerSecond() * 8 / 1e9);
    line(out, "speeds of   %s", costs.processor());
    out.append(String.format("%n"));
    row(out, "", each -> each.stage().label());
    row(out, "time", each -> Durations.of(each.total()));
    for (int phase = 0; phase < PHASES; phase++) {
      int number = phase;
      row(out, phase == 0 ? "  of it" : "", each -> phase(each, number));
    }
    row(out, "rounds", each -> String.format(Locale.ROOT, "%,d", each.rounds()));
    row(out, "tasks at most", each -> String.format(Locale.ROOT, "%,d", each.tasks()));
    row(out, "largest part", each -> String.format(Locale.ROOT, "%,d tokens", each.longest()));
    row(out, "between executors", each -> bytes(each.networkBytes()));
    row(out, "to storage", each -> bytes(each.storageBytes()));
    row(out, "driver, heap", each -> memory(each.driver().heap()));
    row(out, "executor, heap", each -> memory(each.executor().heap()));
    row(out, "  and outside it", each -> memory(each.executor().outside()));
    out.append(String.format("%nSet%n"));
    spark().forEach((key, value) -> line(out, "  %-30s %s", key, value));
    settings().forEach((key, value) -> line(out, "  %-30s %s", key, value));
    plan.refused().forEach((stage, why) -> line(out, "%ncannot run: %s: %s", stage.label(), why));
    for (StageEstimate each : plan.stages()) {
      each.warnings().forEach(text -> line(out, "%nwarning: %s: %s", each.stage().label(), text));
    }
    return out.toString();
  }

  private static void line(StringBuilder out, String format, Object... arguments) {
    out.append(String.format(Locale.ROOT, format + "%n", arguments));
  }

  private void row(StringBuilder out, String title, Function<StageEstimate, String> cell) {
    StringBuilder row = new StringBuilder(String.format("%-18s", title));
    boolean empty = true;
    for (StageEstimate each : plan.stages()) {
      String text = cell.apply(each);
      empty &= text.isEmpty();
      row.append(String.format("%25s", text));
    }
    if (!empty) {
      out.append(row.toString().stripTrailing()).append(System.lineSeparator());
    }
  }

  private static String phase(StageEstimate stage, int number) {
    List<String> phases = new ArrayList<>();
    stage.seconds().forEach((phase, s) -> phases.add(phase.label() + " " + Durations.of(s)));
    if (stage.networkSeconds() >= 1) {
      phases.add("network " + Durations.of(stage.networkSeconds()));
    }
    if (phases.size() > PHASES) { // the last two share a line
      phases.set(PHASES - 1, phases.get(PHASES));
    }
    return phases.size() > 1 && number < phases.size() ? phases.get(number) : "";
  }

  private Map<String, String> spark() {
    Map<String, String> options = new LinkedHashMap<>();
    Memory executor = plan.executor();
    options.put("SPARK_DRIVER_MEMORY", gigabytes(plan.driver().heap()));
    options.put("spark.executor.cores", Integer.toString(plan.place().slots()));
    options.put("spark.executor.memory", gigabytes(executor.heap()));
    options.put("spark.executor.memoryOverhead", (executor.outside() >> 20) + "m");
    return options;
  }

  private Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("word2vec.workers", word2vecWorkers);
    settings.put("train.workers", trainWorkers);
    return settings;
  }

  private static String gigabytes(long bytes) {
    return (bytes >> 30) + "g";
  }

  private static String memory(long bytes) {
    return bytes < 1L << 30
        ? (bytes >> 20) + " MiB"
        : String.format(Locale.ROOT, "%.3g GiB", bytes / (double) (1L << 30));
  }

  private static String bytes(double bytes) {
    String[] units = {"B", "KB", "MB", "GB", "TB", "PB"};
    int unit = 0;
    while (bytes >= 999.5 && unit + 1 < units.length) {
      bytes /= 1000;
      unit++;
    }
    return String.format(
        Locale.ROOT, bytes < 9.95 && unit > 0 ? "%.1f %s" : "%.0f %s", bytes, units[unit]);
  }

  private static String count(long number, String thing) {
    return String.format(Locale.ROOT, "%,d %s%s", number, thing, number == 1 ? "" : "s");
  }

  /** All of it. */
  String json() {
    Map<String, Object> all = new TreeMap<>();
    all.put("tokens", plan.text().tokens());
    all.put("words", plan.text().words());
    all.put("placement", plan.place());
    all.put("processor", costs.processor());
    all.put("spark", spark());
    all.put("settings", settings());
    Map<String, Object> stages = new TreeMap<>();
    for (StageEstimate each : plan.stages()) {
      stages.put(each.stage().label(), stage(each));
    }
    plan.refused().forEach((stage, why) -> stages.put(stage.label(), Map.of("refused", why)));
    all.put("stages", stages);
    return Json.pretty(all);
  }

  private static Map<String, Object> stage(StageEstimate each) {
    Map<String, Object> stage = new TreeMap<>();
    Map<String, Map<String, Double>> amounts = new TreeMap<>();
    each.amounts()
        .forEach(
            (constant, amount) ->
                amounts
                    .computeIfAbsent(constant.phase().label(), label -> new TreeMap<>())
                    .put(constant.key(), amount));
    Map<String, Double> seconds = new TreeMap<>();
    each.seconds().forEach((phase, value) -> seconds.put(phase.label(), value));
    seconds.put("network", each.networkSeconds());
    stage.put("seconds", each.total());
    stage.put("seconds-by-phase", seconds);
    stage.put("amounts", amounts);
    stage.put("rounds", each.rounds());
    stage.put("tasks", each.tasks());
    stage.put("largest-part-tokens", each.longest());
    stage.put("network-bytes", Math.round(each.networkBytes()));
    stage.put("storage-bytes", Math.round(each.storageBytes()));
    stage.put("driver-bytes", each.driver());
    stage.put("executor-bytes", each.executor());
    stage.put("warnings", each.warnings());
    return stage;
  }
}
