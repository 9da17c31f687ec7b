package dev.perplex.lm.spark;

import dev.perplex.lm.LearningPoint;
import java.util.List;

/**
 * All that training needs to go on.
 *
 * @param position how far training is
 * @param model the model with its updater's state, as {@link dev.perplex.lm.ModelFile} has it
 * @param best the model with the lowest validation loss so far, without updater state
 */
@SuppressWarnings("ArrayRecordComponent") // stored, never compared
public record Checkpoint(Position position, byte[] model, byte[] best) {

  /**
   * @param epoch of the next minibatch
   * @param minibatch the next one of the epoch, the same for each worker
   * @param iterations minibatches that each worker has seen, which Adam's bias correction needs
   * @param best segment of the best model
   * @param curve a point a segment so far
   */
  public record Position(
      int epoch, long minibatch, int iterations, int best, List<LearningPoint> curve) {

    static final Position START = new Position(0, 0, 0, -1, List.of());
  }
}
