package dev.perplex.lm.spark;

import dev.perplex.lm.LearningPoint;
import dev.perplex.lm.OptimizerSettings;
import dev.perplex.lm.fused.NonMonotonic;
import dev.perplex.store.SealedFile;
import java.util.ArrayList;
import java.util.List;

/**
 * What validations have shown so far.
 *
 * @param curve a point a segment
 * @param best segment of the lowest validation loss; -1 before the first
 * @param bestModel the model that had it; null before the first
 */
record Validations(List<LearningPoint> curve, int best, SealedFile bestModel) {

  Validations {
    curve = List.copyOf(curve);
  }

  static Validations of(RoundCheckpoint checkpoint) {
    return new Validations(checkpoint.curve(), checkpoint.best(), checkpoint.bestModel());
  }

  /** Validation losses, oldest first, nats a token. */
  double[] losses() {
    return curve.stream().mapToDouble(LearningPoint::validationLoss).toArray();
  }

  /** Seconds of training up to the last validation. */
  double seconds() {
    return curve.isEmpty() ? 0 : curve.get(curve.size() - 1).seconds();
  }

  boolean wouldBeBest(double loss) {
    return best < 0 || loss < curve.get(best).validationLoss();
  }

  Validations plus(LearningPoint point) {
    return new Validations(with(point), best, bestModel);
  }

  Validations plusBest(LearningPoint point, SealedFile model) {
    return new Validations(with(point), point.segment(), model);
  }

  private List<LearningPoint> with(LearningPoint point) {
    List<LearningPoint> longer = new ArrayList<>(curve);
    longer.add(point);
    return longer;
  }

  /**
   * Whether so many validations have brought no new best.
   *
   * @param patience 0 for as many as there may be
   */
  boolean haveStalled(int patience) {
    return patience > 0 && best >= 0 && curve.size() - 1 - best >= patience;
  }

  /** Whether the mean over rounds is what is validated: from NT-ASGD's trigger on. */
  LastRound.Mean mean(OptimizerSettings optimizer) {
    return optimizer.method() == OptimizerSettings.Method.NT_ASGD
            && NonMonotonic.start(optimizer.patience(), losses()) >= 0
        ? LastRound.Mean.KEPT
        : LastRound.Mean.NONE;
  }
}
