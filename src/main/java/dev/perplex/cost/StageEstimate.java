package dev.perplex.cost;

import dev.perplex.provenance.Stage;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a stage takes.
 *
 * @param stage that runs
 * @param amounts of what each constant is of, on the longest way through the stage
 * @param networkSeconds that bytes are under way
 * @param seconds by phase, without those of the network
 * @param rounds of training; 1 where there are none
 * @param tasks of a round that do the work
 * @param longest tokens of the largest part, which one task holds at once
 * @param networkBytes that move between executors, in all
 * @param storageBytes that are written, in all
 * @param driver its memory
 * @param executor memory of each
 * @param warnings what cannot work, or not well, with the way out
 */
public record StageEstimate(
    Stage stage,
    Map<Constant, Double> amounts,
    double networkSeconds,
    Map<Phase, Double> seconds,
    long rounds,
    int tasks,
    long longest,
    double networkBytes,
    double storageBytes,
    Memory driver,
    Memory executor,
    List<String> warnings) {

  public StageEstimate {
    warnings = List.copyOf(warnings);
  }

  /** Of the whole stage. */
  public double total() {
    return networkSeconds + seconds.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /** The seconds of each phase that amounts come to. */
  static Map<Phase, Double> seconds(Map<Constant, Double> amounts, Costs costs) {
    Map<Phase, Double> seconds = new EnumMap<>(Phase.class);
    amounts.forEach(
        (constant, amount) ->
            seconds.merge(constant.phase(), costs.seconds(constant, amount), Double::sum));
    return seconds;
  }
}
