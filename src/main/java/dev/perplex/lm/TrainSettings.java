package dev.perplex.lm;

import dev.perplex.provenance.Check;
import java.io.Serializable;
import java.util.Objects;

/**
 * How a language model is trained. What {@code optimizer} (save its method), {@code schedule},
 * {@code regularization}, {@code outer}, {@code wire}, {@code randomLengths}, {@code state} and
 * {@code checkpointSeconds} say is heard by the engine {@code fused} alone.
 *
 * @param engine what trains: {@code fused}, our own, or {@code dl4j}, dl4j-spark's parameter
 *     averaging
 * @param workers copies of the model that train side by side; never the number of executors
 * @param batch lanes of a worker's minibatch
 * @param bptt time steps of a minibatch, through which gradients flow
 * @param randomLengths whether minibatches have random lengths around {@code bptt} (Merity et al.
 *     2017, section 5), and rates in proportion
 * @param state where it starts anew; {@code dl4j} has an empty one for each minibatch
 * @param epochs passes over the training tokens
 * @param maxTokens tokens of the train split that an epoch uses, spread over the whole split; 0 =
 *     all
 * @param segmentTokens tokens between two validations; 0 = an epoch
 * @param roundMinibatches minibatches of each worker between two averagings; 0 leaves it to the
 *     engine
 * @param outer the step that the workers' mean change makes
 * @param wire how changes travel
 * @param checkpointSeconds at most about so long between two checkpoints; each validation makes one
 * @param rate learning rate at the start, for a gradient that is summed over the time steps of a
 *     minibatch and averaged over its lanes (as Zaremba et al. 2014 and DL4J have it)
 * @param clip bound on the L2 norm of that gradient, {@code dl4j}: of each layer's; 0 = none
 * @param patience validations without a new best after which training ends; 0 = never
 * @param validationTokens tokens of the validation split that a validation scores, about, from all
 *     over it; 0 = all
 */
public record TrainSettings(
    String engine,
    int workers,
    int batch,
    int bptt,
    boolean randomLengths,
    Reading.State state,
    int epochs,
    long maxTokens,
    long segmentTokens,
    int roundMinibatches,
    OuterSettings outer,
    Wire wire,
    int checkpointSeconds,
    double rate,
    double clip,
    OptimizerSettings optimizer,
    ScheduleSettings schedule,
    RegularizationSettings regularization,
    int patience,
    long validationTokens,
    long seed)
    implements Serializable {

  public TrainSettings {
    Check.that(
        "fused".equals(engine) || "dl4j".equals(engine),
        "engine",
        engine,
        "is neither fused nor dl4j");
    Check.atLeast("workers", workers, 1);
    Check.atLeast("batch", batch, 1);
    Check.atLeast("bptt", bptt, 1);
    Check.atLeast("epochs", epochs, 1);
    Check.atLeast("max-tokens", maxTokens, 0);
    Check.atLeast("segment-tokens", segmentTokens, 0);
    Check.atLeast("round-minibatches", roundMinibatches, 0);
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(outer, "outer");
    Objects.requireNonNull(wire, "wire");
    Check.atLeast("checkpoint-seconds", checkpointSeconds, 0);
    Check.positive("rate", rate);
    Check.that(clip >= 0 && clip < Double.POSITIVE_INFINITY, "clip", clip, "is below 0");
    Objects.requireNonNull(optimizer, "optimizer");
    Objects.requireNonNull(schedule, "schedule");
    Objects.requireNonNull(regularization, "regularization");
    Check.atLeast("patience", patience, 0);
    Check.atLeast("validation-tokens", validationTokens, 0);
  }

  /** Settings that say nothing of what an engine has beyond the plain. */
  public TrainSettings(
      String engine,
      int workers,
      int batch,
      int bptt,
      int epochs,
      long maxTokens,
      long segmentTokens,
      int roundMinibatches,
      Updater updater,
      double rate,
      double clip,
      long validationTokens,
      long seed) {
    this(
        engine,
        workers,
        batch,
        bptt,
        false,
        Reading.State.STREAM,
        epochs,
        maxTokens,
        segmentTokens,
        roundMinibatches,
        OuterSettings.chosen(),
        Wire.FP32,
        60,
        rate,
        clip,
        OptimizerSettings.usual(updater.method()),
        ScheduleSettings.constant(),
        RegularizationSettings.none(),
        0,
        validationTokens,
        seed);
  }

  /** The same with this regularization. */
  public TrainSettings with(RegularizationSettings other) {
    return new TrainSettings(
        engine,
        workers,
        batch,
        bptt,
        randomLengths,
        state,
        epochs,
        maxTokens,
        segmentTokens,
        roundMinibatches,
        outer,
        wire,
        checkpointSeconds,
        rate,
        clip,
        optimizer,
        schedule,
        other,
        patience,
        validationTokens,
        seed);
  }

  /** How DL4J moves parameters. */
  public Updater updater() {
    return Updater.of(optimizer.method());
  }
}
