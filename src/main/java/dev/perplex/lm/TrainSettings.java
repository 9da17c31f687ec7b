package dev.perplex.lm;

import dev.perplex.provenance.Check;
import java.io.Serializable;
import java.util.Objects;

/**
 * How a language model is trained.
 *
 * @param engine what trains: {@code dl4j}, dl4j-spark's parameter averaging
 * @param workers copies of the model that train side by side; never the number of executors
 * @param batch lanes of a worker's minibatch
 * @param bptt time steps of a minibatch, through which gradients flow
 * @param epochs passes over the training tokens
 * @param maxTokens tokens of the train split that an epoch uses, spread over the whole split; 0 =
 *     all
 * @param segmentTokens tokens between two validations and checkpoints; 0 = an epoch
 * @param averagingFrequency minibatches of each worker between two averagings
 * @param rate learning rate, for a gradient that is summed over the time steps of a minibatch and
 *     averaged over its lanes (as Zaremba et al. 2014 and DL4J have it)
 * @param clip bound on the L2 norm of each layer's gradient (that same one); 0 = none
 * @param validationTokens tokens of the validation split that a validation scores, about, from all
 *     over it; 0 = all
 */
public record TrainSettings(
    String engine,
    int workers,
    int batch,
    int bptt,
    int epochs,
    long maxTokens,
    long segmentTokens,
    int averagingFrequency,
    Updater updater,
    double rate,
    double clip,
    long validationTokens,
    long seed)
    implements Serializable {

  public TrainSettings {
    Check.that("dl4j".equals(engine), "engine", engine, "is not dl4j");
    Check.atLeast("workers", workers, 1);
    Check.atLeast("batch", batch, 1);
    Check.atLeast("bptt", bptt, 1);
    Check.atLeast("epochs", epochs, 1);
    Check.atLeast("max-tokens", maxTokens, 0);
    Check.atLeast("segment-tokens", segmentTokens, 0);
    Check.atLeast("averaging-frequency", averagingFrequency, 1);
    Objects.requireNonNull(updater, "updater");
    Check.positive("rate", rate);
    Check.that(clip >= 0 && clip < Double.POSITIVE_INFINITY, "clip", clip, "is below 0");
    Check.atLeast("validation-tokens", validationTokens, 0);
  }
}
