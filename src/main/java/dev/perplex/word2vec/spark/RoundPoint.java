package dev.perplex.word2vec.spark;

import java.io.Serializable;

/**
 * One round on the training curve.
 *
 * @param epoch from 0
 * @param round from 0, within the epoch
 * @param endsEpoch whether it is the epoch's last round
 * @param tokens done by all workers since the training began
 * @param pairs of words near each other that all workers trained on in the round
 * @param trainingLoss sampled over the round, before each step, in nats of an input against its
 *     targets
 * @param heldOutLoss after the round, in nats a pair (see {@link
 *     dev.perplex.word2vec.HeldOutLoss}); null where the validation split is empty, or before it is
 *     known
 * @param rate each worker's learning rate at the end of the round
 * @param seconds that the round took, merging included
 */
public record RoundPoint(
    int epoch,
    int round,
    boolean endsEpoch,
    long tokens,
    long pairs,
    double trainingLoss,
    Double heldOutLoss,
    double rate,
    double seconds)
    implements Serializable {

  RoundPoint with(double heldOut) {
    Double known = Double.isNaN(heldOut) ? null : (Double) heldOut;
    return new RoundPoint(
        epoch, round, endsEpoch, tokens, pairs, trainingLoss, known, rate, seconds);
  }
}
