package dev.perplex.lm;

import java.util.Arrays;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.impl.LossSparseMCXENT;

/**
 * DL4J's sparse softmax cross-entropy, computed by {@link Softmax}. Used while training only: a
 * model file names the stock loss, whose values are the same.
 *
 * <p>DL4J asks first for the gradient and then for the score of the same logits; the gradient's
 * pass finds both, and overwrites the logits, which DL4J does not use again.
 */
final class FusedSoftmaxLoss extends LossSparseMCXENT {
  private static final long serialVersionUID = 1L;

  private transient Known known;

  /** The score of logits that were seen, and enough of these to know them again. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Known(int[] targets, float[] sample, double score) {}

  @Override
  public INDArray computeGradient(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    if (mask != null || !(activation instanceof ActivationSoftmax)) {
      return super.computeGradient(labels, preOutput, activation, mask);
    }
    INDArray logits = wholeColumnOrder(preOutput) ? preOutput : preOutput.dup('f');
    int[] targets = targets(labels);
    float[] sample = sample(preOutput);
    double score = sum(Softmax.lossesAndGradient(logits, targets));
    known = new Known(targets, sample, score);
    return logits;
  }

  @Override
  public double computeScore(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
    if (mask != null || !(activation instanceof ActivationSoftmax)) {
      return super.computeScore(labels, preOutput, activation, mask, average);
    }
    int[] targets = targets(labels);
    Known last = known;
    known = null;
    double score;
    if (last != null
        && Arrays.equals(last.targets, targets)
        && Arrays.equals(last.sample, sample(preOutput))) {
      score = last.score;
    } else {
      INDArray logits = wholeColumnOrder(preOutput) ? preOutput : preOutput.dup('f');
      score = sum(Softmax.losses(logits, targets));
    }
    return average ? score / targets.length : score;
  }

  private static boolean wholeColumnOrder(INDArray array) {
    return array.ordering() == 'f' && array.stride(0) == 1 && array.stride(1) == array.size(0);
  }

  private static int[] targets(INDArray labels) {
    return labels.reshape('c', labels.length()).dup('c').data().asInt();
  }

  /** A logit of each row. */
  private static float[] sample(INDArray logits) {
    float[] sample = new float[Math.toIntExact(logits.size(0))];
    long words = logits.size(1);
    for (int row = 0; row < sample.length; row++) {
      sample[row] = logits.getFloat(row, row % words);
    }
    return sample;
  }

  private static double sum(double[] losses) {
    double sum = 0;
    for (double loss : losses) {
      sum += loss;
    }
    return sum;
  }
}
