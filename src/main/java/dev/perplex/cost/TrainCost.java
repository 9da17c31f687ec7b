package dev.perplex.cost;

import dev.perplex.lm.EngineLimits;
import dev.perplex.lm.ModelSettings;
import dev.perplex.lm.TrainSettings;
import dev.perplex.lm.Wire;
import dev.perplex.lm.fused.NetworkPlan;
import dev.perplex.lm.rounds.MergeRule;
import dev.perplex.lm.rounds.PartLayout;
import dev.perplex.lm.rounds.RoundPlan;
import dev.perplex.lm.spark.ExecutorMemory;
import dev.perplex.provenance.PerplexException;
import dev.perplex.provenance.Stage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The stage {@code train} with our own engine: minibatches on every worker, rounds that bring the
 * copies together, validations between segments.
 */
public final class TrainCost {
  private static final int DRIVER_COPIES = 6; // of the parameters, when a model is made and sent

  private final ModelSettings model;
  private final TrainSettings settings;
  private final Costs costs;

  public TrainCost(ModelSettings model, TrainSettings settings, Costs costs) {
    this.model = model;
    this.settings = settings;
    this.costs = costs;
  }

  /**
   * @throws PerplexException where the settings cannot work at this size
   */
  public StageEstimate of(TextSize text, Placement place) {
    NetworkWork work = new NetworkWork(model, settings, text);
    long parameters = work.parameters();
    EngineLimits.checkSize(parameters, text.words());
    RoundPlan plan = RoundPlan.of(settings, text.tokens(), parameters);
    RoundPlan.Totals totals = plan.totals();
    int workers = settings.workers();
    int parts = PartLayout.parts(parameters, workers);
    double change = change(work, plan.roundMinibatches(), parameters);
    Map<Constant, Double> amounts = new EnumMap<>(Constant.class);
    double turns = place.turns(workers);
    minibatches(amounts, work, totals.minibatches() * turns, place);
    double intoOne = rounds(amounts, parameters, change, parts, totals.rounds(), turns, place);
    double seconds =
        StageEstimate.seconds(amounts, costs).values().stream()
            .mapToDouble(Double::doubleValue)
            .sum();
    double stored = stored(parameters, totals, seconds);
    rest(amounts, work, totals, stored, text, place);
    return new StageEstimate(
        Stage.TRAIN,
        amounts,
        intoOne / costs.networkBytesPerSecond(),
        StageEstimate.seconds(amounts, costs),
        totals.rounds(),
        workers,
        Math.min((long) work.rows(), text.tokens()),
        intoOne * place.executors(),
        stored,
        Memory.ofDriver(text.words(), DRIVER_COPIES * 4.0 * parameters),
        executor(parameters, text, place),
        warnings(place));
  }

  private int states() {
    return settings.optimizer().method().states();
  }

  /** Bytes that a worker sends a round; a single worker passes all its values on. */
  private double change(NetworkWork work, int minibatches, long parameters) {
    if (settings.workers() == 1) {
      return 4.0 * parameters;
    }
    int bytes = settings.wire() == Wire.FP16 ? 2 : 4;
    return bytes * work.moved(work.rows() * minibatches);
  }

  /**
   * @param minibatches one after another
   */
  private void minibatches(
      Map<Constant, Double> amounts, NetworkWork work, double minibatches, Placement place) {
    amounts.put(Constant.TRAIN_START, place.each());
    amounts.put(Constant.TRAIN_STEP, minibatches * settings.bptt() * model.layers());
    amounts.put(Constant.TRAIN_OPERATION, minibatches * work.operations());
    amounts.put(Constant.TRAIN_SCORE, minibatches * work.scores());
    amounts.put(Constant.TRAIN_UPDATE, minibatches * work.moved(work.rows()) * (1 + states()));
  }

  /**
   * @return bytes that reach one executor from others
   */
  private double rounds(
      Map<Constant, Double> amounts,
      long parameters,
      double change,
      int parts,
      double rounds,
      double turns,
      Placement place) {
    int workers = settings.workers();
    boolean everywhere = MergeRule.mergesEverywhere(workers);
    double all = 4.0 * parameters;
    double merging = everywhere ? 0 : place.turns(parts);
    amounts.put(Constant.TRAIN_READY, place.each());
    amounts.put(Constant.TRAIN_ROUND, rounds * (everywhere ? 1 : 2));
    amounts.put(Constant.TRAIN_TASK, rounds * (turns + merging));
    amounts.put(Constant.TRAIN_COPY, rounds * turns * (all * (1 + 2 * states()) + change));
    double steps = all * place.each(); // each executor takes the merged step
    double merged =
        everywhere ? workers * change * place.each() : merging * workers * change / parts + steps;
    amounts.put(Constant.TRAIN_MERGE, rounds * merged);
    double intoOne = everywhere ? workers * change : workers * change / place.executors() + all;
    return rounds * intoOne * place.elsewhere();
  }

  private double stored(long parameters, RoundPlan.Totals totals, double seconds) {
    double model = 4.0 * parameters;
    double checkpoint = 2 * model + settings.workers() * states() * model;
    double checkpoints =
        settings.checkpointSeconds() == 0
            ? totals.rounds()
            : seconds / settings.checkpointSeconds();
    return model * (totals.validations() + 1) + checkpoint * (totals.validations() + checkpoints);
  }

  private void rest(
      Map<Constant, Double> amounts,
      NetworkWork work,
      RoundPlan.Totals totals,
      double stored,
      TextSize text,
      Placement place) {
    double scored =
        settings.validationTokens() > 0
            ? Math.min(settings.validationTokens(), text.validTokens())
            : text.validTokens();
    amounts.put(Constant.TRAIN_JOB, 1.0);
    amounts.put(Constant.TRAIN_VALIDATION, (double) totals.validations());
    amounts.put(
        Constant.TRAIN_SCORING,
        totals.validations() * place.span(scored, 1, (long) scored) * work.scoring());
    amounts.put(Constant.TRAIN_STORE, place.span(stored, 0, settings.workers()));
  }

  private Memory executor(long parameters, TextSize text, Placement place) {
    long working = NetworkPlan.workingBytes(model, settings, text.words());
    ExecutorMemory memory = ExecutorMemory.of(parameters, settings.optimizer(), working);
    int cores = Math.min(place.slots(), settings.workers());
    double scoring = 2 * 4.0 * parameters; // the model as it came, and as it scores
    return Memory.of(memory.needed(cores) + scoring);
  }

  private List<String> warnings(Placement place) {
    List<String> warnings = new ArrayList<>(place.idle("train.workers", settings.workers()));
    if (settings.engine().equals("dl4j")) {
      warnings.add("train.engine = dl4j is not modelled: these are the figures of fused.");
    }
    return warnings;
  }
}
