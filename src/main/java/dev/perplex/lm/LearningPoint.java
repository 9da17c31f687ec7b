package dev.perplex.lm;

import java.io.Serializable;

/**
 * A point of the learning curve, taken at the end of a training segment. Losses are in nats a
 * token.
 *
 * @param segment number of the segment, from 0
 * @param epoch passes over the training tokens so far, as a fraction
 * @param tokens labels trained on so far, by all workers together
 * @param trainingLoss mean over the segment's tokens; the engine {@code dl4j}: mean over its
 *     averaging rounds of the loss at the round's last minibatch, averaged over workers
 * @param tokensPerSecond training labels of the segment over its training time
 * @param seconds training time so far, without validation
 * @param averaged whether the weights that were validated are a mean over rounds
 * @param rate learning rate of the segment's last minibatch; null where it was not recorded
 * @param gradientNorm mean L2 norm of the segment's gradients before clipping; null likewise
 * @param averagingShare of the segment's time that its slowest workers did not train: starting
 *     tasks, sending and merging; null likewise
 */
public record LearningPoint(
    int segment,
    double epoch,
    long tokens,
    double trainingLoss,
    double validationLoss,
    double validationPerplexity,
    double tokensPerSecond,
    double seconds,
    boolean averaged,
    Double rate,
    Double gradientNorm,
    Double averagingShare)
    implements Serializable {

  /** A point of weights as the last step left them. */
  public LearningPoint(
      int segment,
      double epoch,
      long tokens,
      double trainingLoss,
      double validationLoss,
      double validationPerplexity,
      double tokensPerSecond,
      double seconds) {
    this(
        segment,
        epoch,
        tokens,
        trainingLoss,
        validationLoss,
        validationPerplexity,
        tokensPerSecond,
        seconds,
        false,
        null,
        null,
        null);
  }
}
